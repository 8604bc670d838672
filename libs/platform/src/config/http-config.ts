import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { splitList } from './parse-area.js';

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/i;
const PROXY_WORDS = ['loopback', 'linklocal', 'uniquelocal'];

/** Where we listen and how others reach us. */
export interface HttpConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Nobody but this machine can connect. */
  readonly loopbackOnly: boolean;
  /** Address under which others reach us, without a slash at its end; may carry a path. */
  readonly publicUrl: string | undefined;
  /** Further names that a `Host` header may carry, in lower case. */
  readonly allowedHosts: readonly string[];
  /** Addresses, CIDR ranges or fastify's words (`loopback`, ...) whose `Forwarded` headers count. */
  readonly trustedProxies: readonly string[];
}

/** The schema of this area; `defaultPort` is 5000, or 5001 for a worker of its own. */
export function httpSchema(defaultPort: number): z.ZodType<HttpConfig> {
  return z
    .object({
      PORT: z
        .string()
        .refine((value) => /^\d{1,5}$/.test(value) && Number(value) <= 65_535, { error: 'a whole number from 0 to 65535' })
        .optional(),
      HOST: z
        .string()
        .refine((value) => isIP(value) !== 0 || HOST_NAME.test(value), {
          error: 'an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0',
        })
        .optional(),
      SLIPWAY_PUBLIC_URL: z
        .string()
        .refine(isPublicUrl, {
          error: 'an http:// or https:// address without user, query or fragment, such as https://slipway.example.com/registry',
        })
        .optional(),
      SLIPWAY_ALLOWED_HOSTS: z
        .string()
        .refine((value) => splitList(value).every((name) => HOST_NAME.test(name)), {
          error: 'host names without scheme or port, separated by commas, such as slipway.internal,registry.example.com',
        })
        .optional(),
      SLIPWAY_TRUSTED_PROXIES: z
        .string()
        .refine((value) => splitList(value).every(isProxy), {
          error: `IP addresses, CIDR ranges or the words ${PROXY_WORDS.join(', ')}, separated by commas, such as 10.0.0.0/8`,
        })
        .optional(),
    })
    .transform((env) => {
      const host = env.HOST ?? '127.0.0.1';
      return {
        host,
        port: env.PORT === undefined ? defaultPort : Number(env.PORT),
        loopbackOnly: isLoopback(host),
        publicUrl: env.SLIPWAY_PUBLIC_URL?.replace(/\/+$/, ''),
        allowedHosts: splitList(env.SLIPWAY_ALLOWED_HOSTS ?? '').map((name) => name.toLowerCase()),
        trustedProxies: splitList(env.SLIPWAY_TRUSTED_PROXIES ?? ''),
      };
    });
}

/** Whether a server listening on this host can be reached from this machine only. */
function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host.toLowerCase() === 'localhost';
  return ipaddr.process(host).range() === 'loopback';
}

function isPublicUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.username + url.password + url.search + url.hash === '';
}

function isProxy(value: string): boolean {
  return PROXY_WORDS.includes(value) || isIP(value) !== 0 || ipaddr.isValidCIDR(value);
}
