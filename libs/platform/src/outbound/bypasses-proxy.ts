/**
 * Whether `NO_PROXY` exempts a host: entries are separated by commas or white space, `*` exempts all, `example.com`, `.example.com` and
 * `*.example.com` mean the domain and everything under it, `:port` narrows. IPv6 literals stand in brackets where a port follows.
 */
export function bypassesProxy(noProxy: string, hostname: string, port: number): boolean {
  const host = bare(hostname);
  return noProxy.split(/[\s,]+/).some((entry) => {
    if (entry === '') return false;
    if (entry === '*') return true;
    const match = /^(\[[^\]]*\]|[^:]+):(\d+)$/.exec(entry);
    if (match && Number(match[2]) !== port) return false;
    const domain = bare((match?.[1] ?? entry).replace(/^\*?\./, ''));
    return host === domain || host.endsWith(`.${domain}`);
  });
}

function bare(hostname: string): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}
