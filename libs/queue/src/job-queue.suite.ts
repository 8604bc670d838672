import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { QueueUnavailableError } from '#application/ports/job-queue';
import { BullMqJobQueue } from './bullmq-job-queue.js';
import { createJobWorker } from './job-worker.js';
import type { JobHandler, JobWorker, JobWorkerOptions } from './job-worker.js';
import type { QueueConnection } from './queue-connection.js';

/** A server that the suite may kill. */
export interface ServerUnderTest {
  readonly connection: QueueConnection;
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** The same kind of server, expected on another port of 127.0.0.1. */
  connectionTo(port: number): QueueConnection;
  /** A process of its own that takes drain jobs, tells each as a message `{ took }`, and never ends them. */
  forkHangingWorker(): ChildProcess;
}

/** A lock of 5 s, and two looks for stalled jobs, 2 s apart: one marks, the next hands over. Milliseconds. */
const HANDED_OVER_MS = 10_000;

/** What every server behind the port must do alike. `server` is called in the tests, after the caller's beforeAll. */
export function describeJobQueue(server: () => ServerUnderTest): void {
  const closers: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(closers.splice(0).map((close) => close()));
  });

  const open = () => {
    const errors: Error[] = [];
    const queue = new BullMqJobQueue(server().connection, { onError: (error) => errors.push(error) });
    closers.push(() => queue.close());
    return { queue, errors };
  };
  const work = (handler: JobHandler<'drain'>, concurrency = 10, told: Partial<JobWorkerOptions> = {}): JobWorker<'drain'> => {
    const worker = createJobWorker('drain', handler, { connection: server().connection, concurrency, onError: () => undefined, ...told });
    closers.push(() => worker.close(true));
    return worker;
  };
  /** A worker that writes down what it ran. */
  const record = (concurrency?: number, onJobTakenOver?: (error: Error) => void) => {
    const seen: string[] = [];
    const errors: Error[] = [];
    const told = { onError: (error: Error): void => void errors.push(error), ...(onJobTakenOver === undefined ? {} : { onJobTakenOver }) };
    const worker = work(async ({ endpointId }) => void seen.push(endpointId), concurrency, told);
    return { seen, errors, worker };
  };
  /** A worker process that has taken the one job there is, and is killed. */
  const killHangingWorker = async (): Promise<void> => {
    const doomed = server().forkHangingWorker();
    closers.push(async () => void doomed.kill('SIGKILL'));
    const [message] = await once(doomed, 'message');
    expect(message).toEqual({ took: 'orphan' });
    const gone = once(doomed, 'exit');
    doomed.kill('SIGKILL');
    await gone;
  };

  it('runs each of many jobs added in parallel once', async () => {
    const { queue } = open();
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const { seen } = record();

    await Promise.all([
      ...ids.slice(0, 100).map((endpointId) => queue.add('drain', { endpointId })),
      queue.addMany(
        'drain',
        ids.slice(100).map((endpointId) => ({ endpointId })),
      ),
    ]);

    await vi.waitFor(() => expect([...seen].sort()).toEqual([...ids].sort()), { timeout: 10_000 });
    await vi.waitFor(async () => expect(await queue.depth()).toEqual({ drain: 0, deploy: 0 }));
  });

  it('runs two adds of one payload as two jobs', async () => {
    const { queue } = open();
    const endpointId = randomUUID();

    await queue.add('drain', { endpointId });
    await queue.add('drain', { endpointId });

    const { seen } = record();
    await vi.waitFor(() => expect(seen).toEqual([endpointId, endpointId]), { timeout: 10_000 });
  });

  it('counts jobs that wait, and adds nothing for an empty list', async () => {
    const { queue } = open();

    await queue.addMany('deploy', []);
    await queue.addMany('drain', [{ endpointId: 'a' }, { endpointId: 'b' }]);
    await queue.add('drain', { endpointId: 'c' });

    expect(await queue.depth()).toEqual({ drain: 3, deploy: 0 });
    await expect(queue.ping()).resolves.toBeUndefined();
    const { seen } = record();
    await vi.waitFor(() => expect([...seen].sort()).toEqual(['a', 'b', 'c']), { timeout: 10_000 });
  });

  it('keeps hundreds of waiting jobs in hand at once', async () => {
    const { queue } = open();
    let running = 0;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    work(async () => {
      running += 1;
      await released;
    }, 300);

    await queue.addMany(
      'drain',
      Array.from({ length: 200 }, () => ({ endpointId: randomUUID() })),
    );

    await vi.waitFor(() => expect(running).toBe(200), { timeout: 10_000 });
    release();
    await vi.waitFor(async () => expect((await queue.depth()).drain).toBe(0), { timeout: 10_000 });
  });

  it('does not repeat a job whose handler throws, and says so', async () => {
    const { queue } = open();
    const failures: string[] = [];
    let runs = 0;
    const worker = createJobWorker('drain', () => Promise.reject(new Error(`run ${(runs += 1)}`)), {
      connection: server().connection,
      concurrency: 1,
      onError: () => undefined,
      onJobFailed: (error) => failures.push(error.message),
    });
    closers.push(() => worker.close(true));

    await queue.add('drain', { endpointId: 'x' });

    await vi.waitFor(() => expect(failures).toEqual(['run 1']), { timeout: 10_000 });
    expect((await queue.depth()).drain).toBe(0);
  });

  it('waits for running handlers when it closes, and takes no further job', async () => {
    const { queue } = open();
    const ended: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const worker = work(async ({ endpointId }) => {
      await released;
      ended.push(endpointId);
    }, 1);
    await queue.add('drain', { endpointId: 'running' });
    await vi.waitFor(() => expect(worker.active).toBe(1), { timeout: 10_000 });
    await queue.add('drain', { endpointId: 'waiting' });

    const closing = worker.close();
    release();
    await closing;

    expect(ended).toEqual(['running']);
    expect((await queue.depth()).drain).toBe(1);
    const { seen } = record();
    await vi.waitFor(() => expect(seen).toEqual(['waiting']), { timeout: 10_000 });
  });

  it('aborts a handler that hangs when the close turns to force', async () => {
    const { queue } = open();
    const worker = work(
      (_payload, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('aborted')))),
    );
    await queue.add('drain', { endpointId: 'hangs' });
    await vi.waitFor(() => expect(worker.active).toBe(1), { timeout: 10_000 });

    const graceful = worker.close();
    const before = performance.now();
    await worker.close(true);
    await graceful;

    expect(worker.active).toBe(0);
    expect(performance.now() - before).toBeLessThan(5_000);
    const { seen } = record();
    await vi.waitFor(async () => expect((await queue.depth()).drain).toBe(0), { timeout: 15_000 });
    expect(seen.length).toBeLessThanOrEqual(1);
  });

  it('hands the job of a killed worker process to another within seconds, as often as that happens', async () => {
    const { queue } = open();
    await queue.add('drain', { endpointId: 'orphan' });
    await killHangingWorker();
    await killHangingWorker();
    const killedAt = performance.now();

    const takenOver: string[] = [];
    const { seen, errors } = record(10, (error) => takenOver.push(error.message));

    await vi.waitFor(() => expect({ seen, errors }).toEqual({ seen: ['orphan'], errors: expect.any(Array) }), { timeout: 15_000 });
    expect(performance.now() - killedAt).toBeLessThan(HANDED_OVER_MS);
    expect(takenOver).toEqual([`lost with 2 worker(s) before: {"endpointId":"orphan"}`]);
  });

  it('fails an add within seconds while the server is away, and logs it sparingly', async () => {
    const { queue, errors } = open();
    await queue.ping();
    await server().kill();
    try {
      const before = performance.now();
      const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => queue.add('drain', { endpointId: 'lost' })));

      expect(performance.now() - before).toBeLessThan(3_000);
      for (const outcome of outcomes) {
        expect(outcome.status).toBe('rejected');
        expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(QueueUnavailableError);
      }
      await expect(queue.depth()).rejects.toThrow(QueueUnavailableError);
      await expect(queue.ping()).rejects.toThrow(QueueUnavailableError);
      expect(errors.length).toBeGreaterThan(0);
      expect(errors.length).toBeLessThanOrEqual(2);
    } finally {
      await server().restart();
    }
  });

  it('starts while the server is away and works once it is there', async () => {
    await server().kill();
    const { queue } = open();
    const { seen, worker } = record();
    await expect(queue.add('drain', { endpointId: 'early' })).rejects.toThrow(QueueUnavailableError);
    await server().restart();

    await worker.ready();
    await vi.waitFor(() => queue.add('drain', { endpointId: 'late' }), { timeout: 5_000 });

    await vi.waitFor(() => expect(seen).toContain('late'), { timeout: 5_000 });
    expect(seen).not.toContain('early');
  });

  it('is bounded where the server takes connections and never answers', async () => {
    const silent = createServer();
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const connection = server().connectionTo(address.port);
    const queue = new BullMqJobQueue(connection, { onError: () => undefined });
    const worker = createJobWorker('drain', () => Promise.resolve(), { connection, concurrency: 1, onError: () => undefined });
    try {
      const before = performance.now();
      await expect(queue.add('drain', { endpointId: 'lost' })).rejects.toThrow(QueueUnavailableError);
      expect(performance.now() - before).toBeLessThan(3_000);

      const closing = performance.now();
      await Promise.all([worker.close(), queue.close()]);
      expect(performance.now() - closing).toBeLessThan(6_000);
      await expect(worker.ready()).rejects.toThrow('aborted');
      await expect(queue.add('drain', { endpointId: 'after' })).rejects.toThrow(QueueUnavailableError);
    } finally {
      silent.close();
    }
  });

  it('closes within seconds while the server is away', async () => {
    const { queue } = open();
    const { worker } = record();
    await Promise.all([worker.ready(), queue.ping()]);
    await server().kill();
    try {
      const before = performance.now();
      await Promise.all([worker.close(), queue.close()]);
      expect(performance.now() - before).toBeLessThan(6_000);
    } finally {
      await server().restart();
    }
  });

  it('goes on with the same worker soon after the server was killed and is back', async () => {
    const { queue } = open();
    const { seen, worker } = record();
    await Promise.all([worker.ready(), queue.ping()]);
    for (const round of ['first', 'second']) {
      await server().kill();
      await server().restart();
      const backAt = performance.now();

      await vi.waitFor(() => queue.add('drain', { endpointId: round }), { timeout: 5_000, interval: 20 });
      await vi.waitFor(() => expect(seen).toContain(round), { timeout: 10_000, interval: 10 });

      expect(performance.now() - backAt).toBeLessThan(2_000);
    }
  });
}
