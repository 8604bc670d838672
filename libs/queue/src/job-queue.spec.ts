import { Redis } from 'ioredis';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkTypescript } from '#testing/child-process/fork-typescript';
import { startPrivatePostgres } from '#testing/postgres/private-postgres';
import type { PrivatePostgres } from '#testing/postgres/private-postgres';
import { redisIsInstalled, startRedis } from '#testing/redis/redis-server';
import type { RedisServer } from '#testing/redis/redis-server';
import { BullMqJobQueue } from './bullmq-job-queue.js';
import { describeJobQueue } from './job-queue.suite.js';
import { createJobWorker, type JobWorker } from './job-worker.js';
import type { QueueConnection } from './queue-connection.js';

const forkHangingWorker = (connection: QueueConnection) =>
  forkTypescript(new URL('./hanging-worker.ts', import.meta.url), [JSON.stringify(connection)]);

describe('on Postgres', () => {
  let postgres: PrivatePostgres;
  beforeAll(async () => {
    postgres = await startPrivatePostgres();
  });
  afterAll(() => postgres.stop());

  describeJobQueue(() => {
    const connection: QueueConnection = { kind: 'postgres', connectionString: postgres.connectionString };
    return {
      connection,
      kill: postgres.kill,
      restart: postgres.restart,
      connectionTo: (port) => ({ kind: 'postgres', connectionString: `postgres://postgres@127.0.0.1:${port}/postgres` }),
      forkHangingWorker: () => forkHangingWorker(connection),
    };
  });

  it('looks for the jobs of killed workers again soon after a look that failed', async () => {
    const connection: QueueConnection = { kind: 'postgres', connectionString: postgres.connectionString };
    const queue = new BullMqJobQueue(connection, { onError: () => undefined });
    const doomed = forkHangingWorker(connection);
    const taken: string[] = [];
    doomed.on('message', ({ took }: { took: string }) => taken.push(took));
    const holder = new pg.Client(postgres.connectionString);
    const errors: Error[] = [];
    const ran: string[] = [];
    const handler = ({ endpointId }: { endpointId: string }): Promise<void> => Promise.resolve(void ran.push(endpointId));
    let worker: JobWorker<'drain'> | undefined;
    try {
      await queue.add('drain', { endpointId: 'orphan' });
      // Jobs whose server was killed in the tests before come first.
      await vi.waitFor(() => expect(taken).toContain('orphan'), { timeout: 30_000 });
      doomed.kill('SIGKILL');
      await once(doomed, 'exit');

      // Whoever looks writes down when; while that row is held, a look ends at the limit of its statement.
      await holder.connect();
      await holder.query('BEGIN');
      await holder.query("SELECT FROM bullmq.meta WHERE field = 'stalled-check' FOR UPDATE");
      // As it is some seconds later: the lock has run out, and a look before has marked the job.
      await holder.query("UPDATE bullmq.job SET locked_until_ms = 1, stalled_marked = true WHERE state = 'active'");
      worker = createJobWorker('drain', handler, { connection, concurrency: 1, onError: (error) => errors.push(error) });
      await vi.waitFor(() => expect(String(errors)).toMatch(/timeout/), { timeout: 10_000 });
      await holder.query('COMMIT');
      const releasedAt = performance.now();

      await vi.waitFor(() => expect({ ran, errors }).toEqual({ ran: expect.arrayContaining(['orphan']), errors: expect.any(Array) }), {
        timeout: 15_000,
      });
      expect(performance.now() - releasedAt).toBeLessThan(SOON_AFTER_A_FAILED_LOOK_MS);
    } finally {
      doomed.kill('SIGKILL');
      await Promise.all([worker?.close(true), queue.close(), holder.end()]);
    }
  });

  it('runs a job of which no signal was heard, since an idle worker looks by itself', async () => {
    const deaf = await startDeafProxy(Number(new URL(postgres.connectionString).port));
    const connection = (port: string): QueueConnection => {
      const url = new URL(postgres.connectionString);
      if (port !== '') url.port = port;
      return { kind: 'postgres', connectionString: url.href };
    };
    const queue = new BullMqJobQueue(connection(''), { onError: () => undefined });
    const ran: number[] = [];
    const handler = (): Promise<void> => Promise.resolve(void ran.push(performance.now()));
    const worker = createJobWorker('drain', handler, { connection: connection(deaf.port), concurrency: 1, onError: () => undefined });
    try {
      await worker.ready();
      for (const jobs of [1, 2, 3]) {
        const added = performance.now();
        await queue.add('drain', { endpointId: String(jobs) });
        await vi.waitFor(() => expect(ran).toHaveLength(jobs), { timeout: 10_000, interval: 5 });
        expect((ran.at(-1) ?? 0) - added).toBeLessThan(SOON_MS);
      }
      expect(deaf.swallowed).toBeGreaterThan(0);
    } finally {
      await Promise.all([worker.close(true), queue.close()]);
      deaf.close();
    }
  });
});

/** A look each second, and as long again for a machine that does other work too. */
const SOON_MS = 3_000;

/** Half a second and the 2 s between two looks; with BullMQ's pause after a failed look it is 7 s. */
const SOON_AFTER_A_FAILED_LOOK_MS = 5_500;

/** A way to Postgres on which signals are lost and nothing else: an answer that begins with "A" is one (the protocol's NotificationResponse). */
async function startDeafProxy(targetPort: number) {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => undefined);
      one.on('close', () => other.destroy());
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      if (chunk[0] === 'A'.charCodeAt(0)) proxy.swallowed += 1;
      else near.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const proxy = {
    port: String(typeof address === 'object' && address !== null ? address.port : 0),
    swallowed: 0,
    close: (): void => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
  return proxy;
}

const installed = redisIsInstalled();
if (!installed) process.stderr.write('Redis part did not run: redis-server is not installed\n');

describe.skipIf(!installed)('on Redis', () => {
  let redis: RedisServer;
  let connection: QueueConnection;
  beforeAll(async () => {
    const started = await startRedis();
    if (started === null) throw new Error('redis-server is installed, but was not found');
    redis = started;
    connection = { kind: 'redis', url: redis.url };
  });
  afterAll(() => redis.stop());

  describeJobQueue(() => ({
    connection,
    kill: redis.kill,
    restart: redis.restart,
    connectionTo: (port) => ({ kind: 'redis', url: `redis://127.0.0.1:${port}` }),
    forkHangingWorker: () => forkHangingWorker(connection),
  }));

  it('goes on after FLUSHALL, without the jobs that waited', async () => {
    const queue = new BullMqJobQueue(connection, { onError: () => undefined });
    const seen: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const worker = createJobWorker(
      'drain',
      async ({ endpointId }) => {
        seen.push(endpointId);
        if (endpointId === 'running') await released;
      },
      { connection, concurrency: 1, onError: () => undefined },
    );
    const client = new Redis(redis.url);
    try {
      await queue.add('drain', { endpointId: 'running' });
      await vi.waitFor(() => expect(seen).toEqual(['running']));
      await queue.add('drain', { endpointId: 'lost' });

      await client.flushall();
      release();
      await queue.add('drain', { endpointId: 'after' });

      await vi.waitFor(() => expect(seen).toEqual(['running', 'after']), { timeout: 5_000 });
    } finally {
      client.disconnect();
      await Promise.all([worker.close(true), queue.close()]);
    }
  });
});
