import type { FastifyInstance } from 'fastify';

/**
 * Puts the public address in front of each `Location` that is a path of ours: behind a proxy that serves us under a path, a path alone would lead
 * beside it. Without a public address they stay as they are.
 */
export function registerPublicLocation(fastify: FastifyInstance, publicUrl: string | undefined): void {
  if (publicUrl === undefined) return;
  fastify.addHook('onSend', (_, reply, payload, done) => {
    const location = reply.getHeader('location');
    if (typeof location === 'string' && location.startsWith('/')) reply.header('location', `${publicUrl}${location}`);
    done(null, payload);
  });
}
