import type { FastifyInstance } from 'fastify';

/** An answer of which nothing was taken for so long has been given up by its client (docs/reference/rest.md, Limits). */
const UNREAD_MS = 120_000;
/** What the buffers of a connection take at once needs no watch. */
const SMALL_BYTES = 64 * 1024;

/**
 * Ends connections whose clients take nothing of a large answer or a stream: each holds a socket, and what it is read from. Before an answer
 * begins nothing is ended, however long the work takes; and a slow reader may take as long as it goes on reading.
 */
export function registerUnreadAnswers(fastify: FastifyInstance, unreadMs = UNREAD_MS): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    if (!isSmall(payload)) reply.raw.setTimeout(unreadMs, () => reply.raw.destroy());
    done();
  });
}

function isSmall(payload: unknown): boolean {
  if (payload === null || payload === undefined) return true;
  return (typeof payload === 'string' || Buffer.isBuffer(payload)) && payload.length <= SMALL_BYTES;
}
