import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { forkTypescript } from '#testing/child-process/fork-typescript';
import { startPrivatePostgres } from '#testing/postgres/private-postgres';
import type { PrivatePostgres } from '#testing/postgres/private-postgres';
import { redisIsInstalled, startRedis } from '#testing/redis/redis-server';
import type { RedisServer } from '#testing/redis/redis-server';
import { BullMqJobQueue } from './bullmq-job-queue.js';
import { describeJobQueue } from './job-queue.suite.js';
import { createJobWorker } from './job-worker.js';
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

  it('runs a job of which no signal was heard, since an idle worker looks by itself', async () => {
    const connection: QueueConnection = { kind: 'postgres', connectionString: postgres.connectionString };
    const queue = new BullMqJobQueue(connection, { onError: () => undefined });
    const ran: number[] = [];
    const handler = (): Promise<void> => Promise.resolve(void ran.push(performance.now()));
    const worker = createJobWorker('drain', handler, { connection, concurrency: 1, onError: () => undefined });
    const client = new pg.Client({ connectionString: postgres.connectionString });
    try {
      await client.connect();
      // The first call makes the tables, too.
      await vi.waitFor(() => queue.add('drain', { endpointId: 'heard' }), { timeout: 30_000 });
      await vi.waitFor(() => expect(ran).toHaveLength(1), { timeout: 10_000 });
      await vi.waitFor(async () => expect(await listening(client)).toBe(1), { timeout: 10_000 });
      // The line is dead from before the signal until after it.
      await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${LISTENS}`);
      const added = performance.now();
      await queue.add('drain', { endpointId: 'not heard' });
      await vi.waitFor(() => expect(ran).toHaveLength(2), { timeout: 10_000, interval: 5 });
      expect((ran[1] ?? 0) - added).toBeLessThan(SOON_MS);
    } finally {
      await Promise.all([client.end(), worker.close(true), queue.close()]);
    }
  });
});

/** The session of a worker that waits for signals, by the name that BullMQ gives it. */
const LISTENS = "application_name = 'slipway-drain'";
/** Its look each second, and as long again for a machine that does other work too. */
const SOON_MS = 3_000;

async function listening(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${LISTENS}`);
  return rows[0]?.count ?? 0;
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
