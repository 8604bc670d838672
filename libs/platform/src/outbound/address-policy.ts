import ipaddr from 'ipaddr.js';
import type { AllowRule } from './parse-outbound-allow.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** What the policy says of one address for one port and scheme. */
export type AddressVerdict =
  | { readonly allowed: true; readonly address: string; readonly isPublic: boolean }
  | { readonly allowed: false; readonly address: string; readonly reason: string };

export interface AddressPolicyOptions {
  readonly allow: readonly AllowRule[];
  /** Our own, Postgres's and Redis's ports: never reached on an address that is not public, whatever the allow-list says. */
  readonly deniedPorts?: readonly number[];
}

/**
 * Where clouds answer with credentials to whoever asks from inside. Azure's lies in public space, Alibaba's and Oracle's in shared space;
 * Amazon's and Google's IPv4 ones are link-local and so covered twice. Sources: the vendors' instance metadata pages.
 */
const METADATA = new Set(['169.254.169.254', 'fd00:ec2::254', 'fd20:ce::254', '100.100.100.200', '192.0.0.192', '168.63.129.16']);

/** Global unicast as assigned by IANA (RFC 4291, 2.4): all other IPv6 space is special or unassigned, `::a.b.c.d` among it. */
const IPV6_GLOBAL: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

const NAT64_WELL_KNOWN: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('64:ff9b::'), 96];

/**
 * Decides which addresses a request on behalf of a user may reach: public ones by https; others, and plain http, only where the allow-list
 * names them; link-local and metadata addresses and our own ports never.
 */
export class AddressPolicy {
  readonly #allow: readonly AllowRule[];
  readonly #deniedPorts: Set<number>;

  constructor(options: AddressPolicyOptions) {
    this.#allow = options.allow;
    this.#deniedPorts = new Set(options.deniedPorts ?? []);
  }

  /** Refuses one more port of ours from now on: that of PORT=0 is known only when we listen. */
  denyPort(port: number): void {
    this.#deniedPorts.add(port);
  }

  /** Judges one address in text form (any form that `net.isIP` takes). What is not an address is refused. */
  judge(text: string, port: number, secure: boolean): AddressVerdict {
    const zone = text.indexOf('%');
    const bare = zone < 0 ? text : text.slice(0, zone);
    if (!ipaddr.isValid(bare)) return { allowed: false, address: text, reason: `${text} is not an IP address` };
    const parsed = ipaddr.process(bare);
    const address = parsed.toString();
    const refuse = (reason: string): AddressVerdict => ({ allowed: false, address, reason });

    const forbidden = [parsed, ...embeddedIPv4(parsed)].some((each) => METADATA.has(each.toString()) || each.range() === 'linkLocal');
    if (forbidden) return refuse(`${address} is a link-local or metadata address and never allowed`);
    const isPublic = isPublicAddress(parsed);
    if (!isPublic && this.#deniedPorts.has(port))
      return refuse(`port ${port} on ${address} belongs to Slipway or its stores and is never allowed`);
    if (this.#isListed(parsed, port)) return { allowed: true, address, isPublic };
    if (!isPublic) return refuse(`${address} (port ${port}) is not a public address (${parsed.range()}) and not in SLIPWAY_OUTBOUND_ALLOW`);
    if (!secure) return refuse(`http:// to ${address} is refused: use https://, or add the address to SLIPWAY_OUTBOUND_ALLOW`);
    return { allowed: true, address, isPublic };
  }

  #isListed(address: Address, port: number): boolean {
    return this.#allow.some(
      (rule) =>
        (rule.port === null || (rule.port <= port && port <= (rule.lastPort ?? rule.port))) &&
        contains(rule.network, rule.prefixLength, address),
    );
  }
}

function contains(network: Address, prefixLength: number, address: Address): boolean {
  if (network instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(network, prefixLength);
  return address instanceof ipaddr.IPv6 && address.match(network, prefixLength);
}

function isPublicAddress(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(IPV6_GLOBAL);
}

/** The IPv4 address inside a NAT64 (RFC 6052) or 6to4 (RFC 3056) address: a gateway would take us there. */
function embeddedIPv4(address: Address): readonly ipaddr.IPv4[] {
  if (address instanceof ipaddr.IPv4) return [];
  const bytes = address.toByteArray();
  if (address.match(NAT64_WELL_KNOWN)) return [new ipaddr.IPv4(bytes.slice(12, 16))];
  return bytes[0] === 0x20 && bytes[1] === 0x02 ? [new ipaddr.IPv4(bytes.slice(2, 6))] : [];
}
