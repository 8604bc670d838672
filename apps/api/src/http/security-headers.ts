import type { FastifyReply } from 'fastify';

/** One year, as browsers' preload lists and ASVS 5.0 (3.4.1) want it at least. Seconds. */
const HSTS_SECONDS = 31_536_000;

/**
 * What every answer tells a browser, unless its route says something of its own later: nothing here runs, is framed, is guessed at, is sent on
 * as a referrer, is embedded by other sites or is kept. `strict-transport-security` only where the public URL is https.
 */
export function setSecurityHeaders(reply: FastifyReply, publicUrl: string | undefined): void {
  reply.headers({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  });
  if (publicUrl?.startsWith('https:') === true) reply.header('strict-transport-security', `max-age=${HSTS_SECONDS}`);
}
