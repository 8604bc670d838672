import type { FastifyRequest } from 'fastify';
import type { Actor } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; null until then and on public routes. */
    slipwayActor: Actor | null;
  }
}

/**
 * Who makes this request.
 * @throws SlipwayError UNAUTHENTICATED on a route that the guard did not look at.
 */
export function actorOf(request: FastifyRequest): Actor {
  if (request.slipwayActor === null) throw new SlipwayError('UNAUTHENTICATED', 'This needs a credential: Authorization: Bearer <token>.');
  return request.slipwayActor;
}
