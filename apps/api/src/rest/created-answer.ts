import type { FastifyReply } from 'fastify';
import { notFound } from '#application/shared/access';

/** What a creating use case answers: the thing's id, and whether an earlier request under the same Idempotency-Key made it. */
interface Made {
  readonly id: string;
  readonly replayed: boolean;
}

/** Sets the headers of an answer to a creating POST: where the thing is, and whether this is a repeat. */
export function answerCreated(reply: FastifyReply, resource: string, made: Made): void {
  reply.header('location', `/api/v1/${resource}/${made.id}`);
  if (made.replayed) reply.header('idempotent-replayed', 'true');
}

/** The thing, or @throws SlipwayError NOT_FOUND in the words for what is not there or not to be seen. */
export function found<T>(view: T | null, what: string): T {
  if (view === null) throw notFound(what);
  return view;
}
