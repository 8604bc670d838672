import ipaddr from 'ipaddr.js';

/**
 * What is counted as one address: an IPv4 address as it is, of an IPv6 address the network of 64 bits, because whoever has one such network has
 * 2^64 addresses (RFC 6177). A text that is no address counts as itself.
 */
export function callerAddress(address: string): string {
  const bare = address.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return address;
  const parsed = ipaddr.process(bare);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return `${ipaddr.fromByteArray([...parsed.toByteArray().slice(0, 8), ...Array.from({ length: 8 }, () => 0)]).toString()}/64`;
}
