import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { TwoProcesses } from '#testing/crash/two-processes';
import { createTestDatabase } from '#testing/database/test-database';
import { redisIsInstalled, startRedis } from '#testing/redis/redis-server';

const LONG_MS = 240_000;
const installed = redisIsInstalled();
if (!installed) process.stderr.write('Promotions with Redis away did not run: redis-server is not installed\n');

/** A queue that can be taken away and given back, with what the processes need to find it. */
interface FragileQueue {
  readonly env: Readonly<Record<string, string>>;
  take(): Promise<unknown>;
  giveBack(): Promise<unknown>;
  stop(): Promise<void>;
}

/** The queue's tables under another name: every call of BullMQ fails, and the rest of the database is well. */
async function queueOnPostgres(databaseUrl: string): Promise<FragileQueue> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  return {
    env: {},
    take: () => pool.query('ALTER SCHEMA bullmq RENAME TO bullmq_away'),
    // A process that meets no tables may have made new ones.
    giveBack: () => pool.query('DROP SCHEMA IF EXISTS bullmq CASCADE; ALTER SCHEMA bullmq_away RENAME TO bullmq'),
    stop: () => pool.end(),
  };
}

async function queueOnRedis(): Promise<FragileQueue> {
  const redis = await startRedis();
  if (redis === null) throw new Error('redis-server is installed, but was not found');
  return { env: { REDIS_URL: redis.url }, take: () => redis.kill(), giveBack: () => redis.restart(), stop: () => redis.stop() };
}

describe('with the queue on Postgres', () => testQueueAway(queueOnPostgres));
describe.skipIf(!installed)('with the queue on Redis', () => testQueueAway(queueOnRedis));

function testQueueAway(start: (databaseUrl: string) => Promise<FragileQueue>): void {
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let queue: FragileQueue;
  let service: TwoProcesses;
  beforeAll(async () => {
    database = await createTestDatabase();
    queue = await start(database.url);
    service = await TwoProcesses.start(database.url, queue.env);
  }, LONG_MS);
  afterAll(async () => {
    await service.stop();
    await queue.stop();
    await database.drop();
  }, LONG_MS);

  const readiness = async () => {
    const [api, worker] = await Promise.all([service.call('GET', '/readyz'), service.worker('/readyz')]);
    return { api: `${api.status} ${String(api.json['status'])}`, worker: worker.status };
  };
  const delivered = (ids: readonly unknown[]) =>
    expect.poll(() => service.arrived(), { timeout: 60_000, interval: 50 }).toEqual(expect.arrayContaining([...ids]));

  it(
    'promotes as always while the queue is away, says so, and delivers everything once it is back',
    async () => {
      onTestFailed(() => void process.stderr.write(service.log()));
      await service.model('churn', 2);
      const before = await service.promote('churn', 1);
      await delivered([before.json['id']]);
      await expect.poll(readiness, { timeout: 30_000 }).toEqual({ api: '200 ready', worker: 200 });

      await queue.take();
      const promised: unknown[] = [];
      for (const version of [2, 1, 2, 1, 2]) {
        const answer = await service.promote('churn', version);
        expect(answer.status).toBe(201);
        expect(answer.ms).toBeLessThan(3_000);
        promised.push(answer.json['id']);
      }
      await expect.poll(readiness, { timeout: 30_000 }).toEqual({ api: '200 degraded', worker: 503 });
      expect((await service.worker('/livez')).status).toBe(200);

      await queue.giveBack();
      const start = performance.now();
      await delivered(promised);
      process.stderr.write(`the queue was away: all delivered ${Math.round(performance.now() - start)} ms after it was back\n`);
      await expect.poll(readiness, { timeout: 30_000 }).toEqual({ api: '200 ready', worker: 200 });
      expect(service.alive).toBe(true);
      // Under one id each, and nothing twice where nobody died.
      expect(service.receiver.received.map(({ id }) => id)).toEqual([...new Set(service.receiver.received.map(({ id }) => id))]);
    },
    LONG_MS,
  );
}
