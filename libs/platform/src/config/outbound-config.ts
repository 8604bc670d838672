import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { splitList } from './parse-area.js';

/** A range of addresses beside the public ones that outbound calls may reach. */
export interface OutboundRule {
  /** `10.0.0.0/8`; a single address is written as `/32` or `/128`. */
  readonly cidr: string;
  /** First and last port, both included. */
  readonly ports: { readonly from: number; readonly to: number };
}

/** What webhooks, probes and GitHub calls may reach. */
export interface OutboundConfig {
  readonly allow: readonly OutboundRule[];
  /** Address of the proxy for https, or undefined. */
  readonly httpsProxy: string | undefined;
  /** Hosts that are reached without the proxy, as written in NO_PROXY. */
  readonly noProxy: readonly string[];
}

const ALLOW =
  'CIDR ranges, each with a port or a range of ports if not all are meant, separated by commas, such as 10.0.0.0/8,192.168.1.20/32:8443,[fd00::/8]:8000-8100';

/** The schema of this area; `loopback` adds this machine's own addresses, for a first try on a laptop. */
export function outboundSchema(loopback: boolean): z.ZodType<OutboundConfig> {
  return z
    .object({
      SLIPWAY_OUTBOUND_ALLOW: z
        .string()
        .refine((value) => splitList(value).every((item) => parseRule(item) !== undefined), { error: ALLOW })
        .optional(),
      HTTPS_PROXY: z
        .string()
        .refine((value) => /^https?:\/\/./.test(value) && URL.canParse(value), { error: 'an http:// or https:// address of a proxy' })
        .optional(),
      NO_PROXY: z.string().optional(),
    })
    .transform((env) => ({
      allow: [
        ...splitList(env.SLIPWAY_OUTBOUND_ALLOW ?? '').flatMap((item) => parseRule(item) ?? []),
        ...(loopback ? [rule('127.0.0.0/8'), rule('::1/128')] : []),
      ],
      httpsProxy: env.HTTPS_PROXY,
      noProxy: splitList(env.NO_PROXY ?? ''),
    }));
}

function rule(cidr: string, from = 1, to = 65_535): OutboundRule {
  return { cidr, ports: { from, to } };
}

function parseRule(item: string): OutboundRule | undefined {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)|([0-9a-f:.]+\/\d+|[0-9a-f]*:[0-9a-f:.]+))(?::(\d{1,5})(?:-(\d{1,5}))?)?$/i.exec(item);
  const range = match?.[1] ?? match?.[2] ?? match?.[3];
  if (match === null || range === undefined) return undefined;
  const cidr = toCidr(range);
  const from = Number(match[4] ?? 1);
  const to = Number(match[5] ?? match[4] ?? 65_535);
  return cidr === undefined || from < 1 || to > 65_535 || from > to ? undefined : rule(cidr, from, to);
}

function toCidr(range: string): string | undefined {
  if (range.includes('/')) return ipaddr.isValidCIDR(range) ? range : undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(range)) return `${range}/32`;
  return ipaddr.IPv6.isValid(range) ? `${range}/128` : undefined;
}
