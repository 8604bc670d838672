import { setTimeout as pause } from 'node:timers/promises';
import type { JobPayloads, QueueName } from '#application/ports/job-queue';
import { bounded, untilAborted } from './bounded.js';
import { throttleErrors } from './error-throttle.js';
import type { ErrorLogger } from './error-throttle.js';
import { preparationLimit, prepareServer, Worker } from './queue-connection.js';
import type { QueueConnection } from './queue-connection.js';
import { parsePayload, SERVER_QUEUE_NAMES } from './queue-names.js';

/**
 * Runs one job. The signal aborts when the job's lock is lost or the worker is closed by force: another worker may then run the same job,
 * so a handler must bear a second run anyway. What it throws marks the job as failed; the queue does not retry it.
 */
export type JobHandler<Q extends QueueName> = (payload: JobPayloads[Q], signal: AbortSignal) => Promise<void>;

export interface JobWorkerOptions {
  readonly connection: QueueConnection;
  /** Most jobs that run at once; hundreds are fine where jobs mostly wait. */
  readonly concurrency: number;
  /** Told of connection errors, at most once in five seconds. */
  readonly onError: ErrorLogger;
  /** Told of each job that failed, with the error that its handler threw. */
  readonly onJobFailed?: (error: Error) => void;
  /** Told of each job whose worker was lost, before it is run again: what it carries, and how often that has happened. */
  readonly onJobTakenOver?: (error: Error) => void;
}

/** Short, so that the jobs of a killed worker are taken over within seconds (docs/architecture.md, step 9). Milliseconds. */
export const LOCK_DURATION_MS = 5_000;
export const STALLED_INTERVAL_MS = 2_000;

/**
 * How often a job may lose its worker before BullMQ fails it unrun: never, in the largest number that both servers take. BullMQ's default of
 * one would lose the job of a worker that is killed twice, as in a rolling restart; handlers bear every repetition, and a job that kills its worker
 * each time would come back with the next sweep in any case. Whoever takes one over says so.
 */
const MOST_LOST_WORKERS = 2 ** 31 - 1;

/** BullMQ's default of 15,000 leaves a worker idle for 12 to 14 s after its Postgres restarts; with 500 it is 0.1 to 0.3 s. */
const RUN_RETRY_DELAY_MS = 500;

/**
 * Seconds that an idle worker waits for a wake-up before it looks by itself. On Postgres a wake-up (NOTIFY) is lost while the worker
 * reconnects, and BullMQ would then wait for up to an hour.
 */
const LONGEST_WAIT_S = 1;

/** How long close waits for the server once the handlers have ended, and how long a forced close waits at all. Milliseconds. */
const CLOSE_LIMIT_MS = 3_000;
const FORCED_CLOSE_LIMIT_MS = 1_000;

class BoundedWaitWorker extends Worker {
  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  /** After a look for stalled jobs that failed, besides the interval. BullMQ's own pause is five seconds, as long as the lock that it would wait for. */
  protected override checkConnectionError<T>(look: () => Promise<T>): Promise<T | undefined> {
    return super.checkConnectionError(look, RUN_RETRY_DELAY_MS);
  }
}

/**
 * Takes jobs of one queue until closed. It may start while the server is away: it goes on trying, and `ready` resolves once it stands.
 */
export class JobWorker<Q extends QueueName> {
  private readonly report: (error: Error) => void;
  private readonly stopped = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly started: Promise<void>;
  private worker: BoundedWaitWorker | undefined;

  constructor(
    private readonly queue: Q,
    private readonly handler: JobHandler<Q>,
    private readonly options: JobWorkerOptions,
  ) {
    this.report = throttleErrors(options.onError);
    this.started = this.start();
    // Only a close before the start rejects it, and then nobody may be listening.
    this.started.catch(() => undefined);
  }

  /** Resolves when the worker is connected and takes jobs; rejects when it is closed before that. */
  ready(): Promise<void> {
    return this.started;
  }

  /** How many handlers run now. */
  get active(): number {
    return this.running.size;
  }

  /**
   * Takes no further job, waits for the running handlers (without limit: call `close(true)` at your deadline, also while this waits), and
   * disconnects. With `force` it aborts the handlers' signals and returns within about a second; their jobs go to another worker when
   * their locks run out.
   */
  async close(force = false): Promise<void> {
    this.stopped.abort();
    const worker = this.worker;
    if (worker === undefined) return;
    // Before the close, which forgets the jobs.
    if (force) worker.cancelAllJobs('the worker is closed by force');
    const closing = worker.close(force);
    if (force) {
      await bounded(closing, FORCED_CLOSE_LIMIT_MS).catch(() => undefined);
      worker.disconnect().catch(() => undefined);
      return;
    }
    await Promise.allSettled(this.running);
    // With the server away BullMQ would wait for it; an unreported job runs again elsewhere.
    await bounded(closing, CLOSE_LIMIT_MS).catch(() => {
      // Not awaited: on a lost connection it never settles.
      worker.disconnect().catch(() => undefined);
    });
  }

  private async start(): Promise<void> {
    const { signal } = this.stopped;
    for (let failed = 0; ; failed += 1) {
      signal.throwIfAborted();
      try {
        await this.connect(failed);
        return;
      } catch (error) {
        signal.throwIfAborted();
        this.report(error instanceof Error ? error : new Error(String(error)));
      }
      await pause(RUN_RETRY_DELAY_MS, undefined, { signal });
    }
  }

  /** One attempt. BullMQ remembers a failed first connection for ever, so a failed worker is thrown away. */
  private async connect(failed: number): Promise<void> {
    await prepareServer(this.options.connection, preparationLimit(failed));
    this.stopped.signal.throwIfAborted();
    const worker = this.build();
    this.worker = worker;
    try {
      await untilAborted(worker.waitUntilReady(), this.stopped.signal);
    } catch (error) {
      this.worker = undefined;
      await bounded(worker.close(true), FORCED_CLOSE_LIMIT_MS).catch(() => undefined);
      throw error;
    }
    this.stopped.signal.throwIfAborted();
    worker.run().catch(this.report);
  }

  private build(): BoundedWaitWorker {
    const worker = new BoundedWaitWorker(
      SERVER_QUEUE_NAMES[this.queue],
      // BullMQ hands over a signal only to a processor with three parameters.
      (job, _token, signal) => {
        const lost = job.stalledCounter;
        if (lost > 0) this.options.onJobTakenOver?.(new Error(`lost with ${lost} worker(s) before: ${JSON.stringify(job.data)}`));
        return this.run(job.data, signal ?? this.stopped.signal);
      },
      {
        connection: this.options.connection,
        autorun: false,
        concurrency: this.options.concurrency,
        lockDuration: LOCK_DURATION_MS,
        stalledInterval: STALLED_INTERVAL_MS,
        maxStalledCount: MOST_LOST_WORKERS,
        runRetryDelay: RUN_RETRY_DELAY_MS,
        drainDelay: LONGEST_WAIT_S,
      },
    );
    worker.on('error', this.report);
    worker.on('lockRenewalFailed', (jobIds) => jobIds.forEach((id) => worker.cancelJob(id, 'the lock of the job is lost')));
    worker.on('failed', (_job, error) => this.options.onJobFailed?.(error));
    return worker;
  }

  private run(data: unknown, signal: AbortSignal): Promise<void> {
    const running = (async () => this.handler(parsePayload(this.queue, data), signal))();
    this.running.add(running);
    return running.finally(() => this.running.delete(running));
  }
}

/** Starts a worker of one queue; see JobWorker for how it starts, fails and closes. */
export function createJobWorker<Q extends QueueName>(queue: Q, handler: JobHandler<Q>, options: JobWorkerOptions): JobWorker<Q> {
  return new JobWorker(queue, handler, options);
}
