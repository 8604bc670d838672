import { randomUUID } from 'node:crypto';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import type { JobPayloads, QueueName } from '#application/ports/job-queue';
import { bounded, LimitExceededError } from './bounded.js';
import { throttleErrors } from './error-throttle.js';
import type { ErrorLogger } from './error-throttle.js';
import { preparationLimit, prepareServer, Queue } from './queue-connection.js';
import type { QueueConnection } from './queue-connection.js';
import { SERVER_QUEUE_NAMES } from './queue-names.js';

export interface BullMqJobQueueOptions {
  /** Told of connection errors, at most once in five seconds. */
  readonly onError: ErrorLogger;
  /** Longest time of one call in milliseconds; 2,000 unless told. */
  readonly limitMs?: number;
}

/** The tables own retries; what failed is kept for a look, within bounds. */
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: { count: 1000 } } as const;

/** Nobody reads BullMQ's event stream here, so it is kept short. */
const EVENTS_KEPT = 100;

type ServerQueue = InstanceType<typeof Queue>;

interface OpenQueue {
  readonly queue: ServerQueue;
  readonly ready: Promise<void>;
}

/**
 * The job queue on BullMQ. Connects at first use, and again after any failure to connect, so it may be built while its server is away.
 * Every method but `close` rejects with QueueUnavailableError within the limit when the server does not answer.
 */
export class BullMqJobQueue extends JobQueue {
  private readonly open = new Map<QueueName, OpenQueue>();
  private readonly report: (error: Error) => void;
  private readonly limitMs: number;
  private prepared: Promise<void> | undefined;
  private failed = 0;
  private closed = false;

  constructor(
    private readonly connection: QueueConnection,
    options: BullMqJobQueueOptions,
  ) {
    super();
    this.report = throttleErrors(options.onError);
    this.limitMs = options.limitMs ?? 2_000;
  }

  override async add<Q extends QueueName>(name: Q, payload: JobPayloads[Q]): Promise<void> {
    await this.call(name, (queue) => queue.add(name, payload, { ...JOB_OPTIONS, jobId: randomUUID() }));
  }

  override async addMany<Q extends QueueName>(name: Q, payloads: readonly JobPayloads[Q][]): Promise<void> {
    if (payloads.length === 0) return;
    const jobs = payloads.map((data) => ({ name, data, opts: { ...JOB_OPTIONS, jobId: randomUUID() } }));
    await this.call(name, (queue) => queue.addBulk(jobs));
  }

  /** Jobs that wait or run, per queue; for the depth metric. */
  async depth(): Promise<Record<QueueName, number>> {
    const [drain, deploy] = await Promise.all([this.depthOf('drain'), this.depthOf('deploy')]);
    return { drain, deploy };
  }

  /** Resolves when the server answers; for readiness. */
  async ping(): Promise<void> {
    await this.depthOf('drain');
  }

  /** Closes the connections, within the limit. Later calls reject with QueueUnavailableError. */
  async close(): Promise<void> {
    this.closed = true;
    const queues = [...this.open.values()];
    this.open.clear();
    await Promise.all(queues.map(({ queue }) => this.discard(queue)));
  }

  private depthOf(name: QueueName): Promise<number> {
    return this.call(name, (queue) => queue.getJobCountByTypes('wait', 'active'));
  }

  /** One call on a connected queue. A call whose limit ran out before the connection stood is dropped, not sent later. */
  private async call<T>(name: QueueName, operation: (queue: ServerQueue) => Promise<T>): Promise<T> {
    let expired = false;
    const work = async () => {
      const queue = await this.connected(name);
      if (expired) throw new LimitExceededError(this.limitMs);
      return operation(queue);
    };
    try {
      return await bounded(work(), this.limitMs);
    } catch (error) {
      expired = true;
      const reason = error instanceof Error ? error : new Error(String(error));
      if (!this.closed) this.report(reason);
      throw new QueueUnavailableError(`The queue ${name} is away: ${reason.message}. Check ${this.server()}.`, error);
    }
  }

  private async connected(name: QueueName): Promise<ServerQueue> {
    if (this.closed) throw new Error('the queue is closed');
    await this.prepare();
    // Looked at again after the wait: a close may have come in between.
    if (this.closed) throw new Error('the queue is closed');
    const entry = this.open.get(name) ?? this.connect(name);
    await entry.ready;
    return entry.queue;
  }

  /** Brings the server's tables up to date once; a failure is forgotten, so that the next call tries again. */
  private prepare(): Promise<void> {
    this.prepared ??= prepareServer(this.connection, preparationLimit(this.failed)).catch((error: unknown) => {
      this.prepared = undefined;
      this.failed += 1;
      throw error;
    });
    return this.prepared;
  }

  private connect(name: QueueName): OpenQueue {
    const queue = new Queue(SERVER_QUEUE_NAMES[name], { connection: this.connection, streams: { events: { maxLen: EVENTS_KEPT } } });
    queue.on('error', this.report);
    // BullMQ remembers a failed first connection for ever, so such a queue is thrown away and the next call builds another.
    const ready = queue.waitUntilReady().catch(async (error: unknown) => {
      if (this.open.get(name)?.queue === queue) this.open.delete(name);
      await this.discard(queue);
      throw error;
    });
    const entry = { queue, ready };
    this.open.set(name, entry);
    return entry;
  }

  private async discard(queue: ServerQueue): Promise<void> {
    // Its errors say only that the server is away; what is left of it holds no job.
    await bounded(queue.close(), this.limitMs).catch(() => {
      // Not awaited: on a lost connection it never settles.
      queue.disconnect().catch(() => undefined);
    });
  }

  private server(): string {
    return this.connection.kind === 'redis' ? 'the server of REDIS_URL' : 'the database';
  }
}
