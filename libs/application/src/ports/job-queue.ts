import { SlipwayError } from '#domain/errors/slipway-error';

/** What a job of each queue carries: ids only, because the tables are the truth and a queue may be lost at any moment. */
export interface JobPayloads {
  /** Send whatever is due to this endpoint. */
  readonly drain: { readonly endpointId: string };
  /** Dispatch this deployment to its pipeline. */
  readonly deploy: { readonly deploymentId: string };
}

export type QueueName = keyof JobPayloads;

/** Every queue there is; workers and the depth metric walk this list. */
export const QUEUE_NAMES = ['drain', 'deploy'] as const satisfies readonly QueueName[];

/**
 * Starts background work soon. A hint, never the record of what is due: a job may be lost with its server or run twice, and a sweep adds
 * again what the tables say is due. Jobs are not retried by the queue, since retry times stand in the tables.
 */
export abstract class JobQueue {
  /**
   * Adds one job. Two adds of one payload are two jobs.
   *
   * Throws QueueUnavailableError when the queue's server did not take the job within about two seconds; the job may have been added all
   * the same.
   */
  abstract add<Q extends QueueName>(queue: Q, payload: JobPayloads[Q]): Promise<void>;

  /**
   * Adds many jobs in one round trip (ten times as fast as single adds on Postgres); nothing happens for an empty list.
   *
   * Throws QueueUnavailableError as `add` does; some of the jobs may have been added all the same.
   */
  abstract addMany<Q extends QueueName>(queue: Q, payloads: readonly JobPayloads[Q][]): Promise<void>;
}

/**
 * The queue's server is away or too slow. Callers inside a use case swallow it, because a sweep adds the job again; only readiness and
 * metrics show it.
 */
export class QueueUnavailableError extends SlipwayError {
  constructor(message: string, cause?: unknown) {
    super('UNAVAILABLE', message, { retryAfter: 2, ...(cause === undefined ? {} : { cause }) });
    this.name = 'QueueUnavailableError';
  }
}
