import type { FastifyInstance } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import { pathOf } from '../errors/problem.js';
import { foreignness, type KnownHosts } from '../origin/host-guard.js';
import type { RequestLog } from './request-log.js';
import { setSecurityHeaders } from './security-headers.js';

/** What is done with every request before it is routed on, and with every answer. */
export function registerRequestHooks(fastify: FastifyInstance, hosts: KnownHosts, log: RequestLog): void {
  fastify.decorateRequest('slipwayActor', null);
  fastify.addHook('onResponse', (request, reply, done) => {
    log.finished(request, reply);
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    setSecurityHeaders(reply, hosts.publicUrl);
    const url = request.raw.url ?? '/';
    if (url.includes('%00')) {
      done(new SlipwayError('INVALID_ARGUMENT', 'The address must not contain NUL.'));
      return;
    }
    if (namesTwoHosts(request.raw.rawHeaders)) {
      done(new SlipwayError('INVALID_ARGUMENT', 'A request names one Host.'));
      return;
    }
    const { origin, 'sec-fetch-site': fetchSite } = request.headers;
    const foreign = foreignness(
      {
        method: request.method,
        path: pathOf(request),
        host: request.host,
        origin,
        fetchSite: typeof fetchSite === 'string' ? fetchSite : undefined,
      },
      hosts,
    );
    if (foreign === null) done();
    else done(new SlipwayError('FOREIGN_ORIGIN', foreign));
  });
}

/** Node keeps the first and drops the others, where a proxy may have gone by the last (RFC 9112, 3.2: answered by 400). */
function namesTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}
