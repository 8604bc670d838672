import { z } from 'zod';
import type { JobPayloads, QueueName } from '#application/ports/job-queue';

/** What each queue is called on the server; the prefix keeps us apart from other BullMQ users of the same Redis. */
export const SERVER_QUEUE_NAMES: { readonly [Q in QueueName]: string } = {
  drain: 'slipway-drain',
  deploy: 'slipway-deploy',
};

const PAYLOADS: { readonly [Q in QueueName]: z.ZodType<JobPayloads[Q]> } = {
  drain: z.object({ endpointId: z.string().min(1) }),
  deploy: z.object({ deploymentId: z.string().min(1) }),
};

/**
 * Reads the payload of a job that came from the server, which another release may have written. Throws a ZodError when a field is
 * missing; the job then fails and the sweep adds a new one.
 */
export function parsePayload<Q extends QueueName>(queue: Q, data: unknown): JobPayloads[Q] {
  return PAYLOADS[queue].parse(data);
}
