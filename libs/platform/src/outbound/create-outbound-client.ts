import ipaddr from 'ipaddr.js';
import type { OutboundConfig, OutboundRule } from '../config/outbound-config.js';
import { AddressPolicy } from './address-policy.js';
import { OutboundClient } from './outbound-client.js';
import type { AllowRule } from './parse-outbound-allow.js';

/**
 * The client that the configuration asks for.
 * @param deniedPorts our own and those of our stores: never reached on addresses that are not public; the default ports of API and worker
 *   are refused besides
 */
export function createOutboundClient(config: OutboundConfig, deniedPorts: readonly number[]): OutboundClient {
  const policy = new AddressPolicy({ allow: config.allow.map(ruleOf), deniedPorts: [...DEFAULT_PORTS_OF_OURS, ...deniedPorts] });
  const noProxy = config.noProxy.join(',');
  return new OutboundClient({ policy, ...(config.httpsProxy === undefined ? {} : { httpsProxy: config.httpsProxy }), noProxy });
}

/** Where the API and a worker of its own listen unless PORT says otherwise: each refuses the other's port too, for neither knows it. */
export const DEFAULT_PORTS_OF_OURS: readonly number[] = [5000, 5001];

/** The ports that these addresses (of our database, of our queue) name, or their schemes' own; what is undefined has none. */
export function portsOf(...urls: readonly (string | undefined)[]): readonly number[] {
  return urls.flatMap((url) => (url === undefined ? [] : [portOf(new URL(url))]));
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'postgres:': 5432, 'postgresql:': 5432, 'redis:': 6379, 'rediss:': 6379 };

function portOf({ port, protocol }: URL): number {
  return port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port);
}

function ruleOf({ cidr, ports }: OutboundRule): AllowRule {
  const [network, prefixLength] = ipaddr.parseCIDR(cidr);
  if (ports.from === 1 && ports.to === 65_535) return { network, prefixLength, port: null };
  return { network, prefixLength, port: ports.from, lastPort: ports.to };
}
