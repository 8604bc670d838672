import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** One place beside the public internet that outbound requests may reach. */
export interface AllowRule {
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefixLength: number;
  /** Only this port; null allows all. */
  readonly port: number | null;
  /** With a port: the last of a range that starts there. */
  readonly lastPort?: number;
}

/**
 * Reads `SLIPWAY_OUTBOUND_ALLOW`: CIDRs or single addresses, each with an optional port, separated by commas or white space, for example
 * `127.0.0.0/8, 10.0.0.0/8:8080, [::1]/128:443`. An empty text allows nothing.
 * @throws Error whose message names the wrong entry and says how it should look; meant to stop the boot.
 */
export function parseOutboundAllow(text: string): readonly AllowRule[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry);
}

function parseEntry(entry: string): AllowRule {
  const { address, bits, port } = split(entry);
  if (isIP(address) === 0) {
    throw new Error(
      `"${entry}" is not an address or CIDR with an optional port, such as 10.0.0.0/8, 10.1.2.3:8080 or [::1]/128:443 (names are not taken)`,
    );
  }
  const network = ipaddr.parse(address);
  if (network instanceof ipaddr.IPv6 && network.isIPv4MappedAddress()) {
    throw new Error(`"${entry}" is an IPv4 address in IPv6 clothes: write it as IPv4`);
  }
  const width = network.kind() === 'ipv4' ? 32 : 128;
  const prefixLength = bits === null ? width : wholeNumber(bits);
  if (prefixLength === null || prefixLength > width) {
    throw new Error(`"${entry}" has the prefix length "${bits ?? ''}"; it must be a number from 0 to ${width}`);
  }
  const portNumber = port === null ? null : wholeNumber(port);
  if (port !== null && (portNumber === null || portNumber < 1 || portNumber > 65_535)) {
    throw new Error(`"${entry}" has the port "${port}"; it must be a number from 1 to 65535`);
  }
  const first = firstAddress(network, prefixLength);
  if (first !== network.toString()) {
    throw new Error(
      `"${entry}" has address bits beyond /${prefixLength}; write ${first}/${prefixLength} for the whole network, or /${width} for the one address`,
    );
  }
  return { network, prefixLength, port: portNumber };
}

function split(entry: string): { address: string; bits: string | null; port: string | null } {
  const slash = entry.indexOf('/');
  if (slash >= 0) {
    const [bits = '', port = null, ...rest] = entry.slice(slash + 1).split(':');
    return { address: unbracket(entry.slice(0, slash)), bits, port: rest.length > 0 ? `${port ?? ''}:${rest.join(':')}` : port };
  }
  const withPort = /^(\[[^\]]*\]|[^:[\]]+):([^:]*)$/.exec(entry);
  return withPort
    ? { address: unbracket(withPort[1] ?? ''), bits: null, port: withPort[2] ?? '' }
    : { address: unbracket(entry), bits: null, port: null };
}

function unbracket(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}

function wholeNumber(text: string): number | null {
  return /^\d{1,5}$/.test(text) ? Number(text) : null;
}

function firstAddress(network: ipaddr.IPv4 | ipaddr.IPv6, prefixLength: number): string {
  const bytes = network.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, prefixLength - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return ipaddr.fromByteArray(bytes).toString();
}
