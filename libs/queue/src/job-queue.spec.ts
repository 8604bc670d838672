import { Redis } from 'ioredis';
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
});

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
