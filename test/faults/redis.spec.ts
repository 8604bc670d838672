import { Redis } from 'ioredis';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { underLoad } from '#testing/cluster/under-load';
import { BACK_MS, BUSY_MS, FIRST_MS, firstDeliveryAfter } from '#testing/cluster/until';
import { findPeer, missingPeer } from '#testing/peers/peer';

const LONG_MS = 600_000;
const installed = findPeer('redis-server') !== null;
if (!installed) process.stderr.write(`${missingPeer('redis-server')}\n`);

describe.skipIf(!installed)('with the queue on Redis', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ queue: 'redis' });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);

  it(
    'loses nothing when Redis is killed under load, promotes meanwhile, and delivers once it is back',
    async () => {
      await underLoad(cluster, 'redis-killed', async (load) => {
        await cluster.redis?.kill();
        await load.more(20);
        await cluster.redis?.restart();
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        process.stderr.write(`Redis killed: first delivery ${Math.round(delivery)} ms after it was back\n`);
        expect(delivery).toBeLessThan(FIRST_MS + BUSY_MS);
      });
    },
    LONG_MS,
  );

  it(
    'loses nothing when all that Redis holds is deleted under load',
    async () => {
      await underLoad(cluster, 'flushed', async (load) => {
        const redis = new Redis(cluster.redis?.url ?? '', { lazyConnect: true });
        redis.on('error', () => undefined);
        await redis.connect();
        for (let time = 1; time <= 3; time += 1) {
          await redis.flushall();
          const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
          process.stderr.write(`FLUSHALL: next delivery after ${Math.round(delivery)} ms\n`);
          expect(delivery).toBeLessThan(FIRST_MS + BUSY_MS);
          await load.more(10);
        }
        redis.disconnect();
      });
    },
    LONG_MS,
  );

  it(
    'loses nothing when the way to Redis is a blackhole for three seconds, and when its connections are reset',
    async () => {
      await underLoad(cluster, 'redis-way', async (load) => {
        for (const mode of ['blackhole', 'reset'] as const) {
          cluster.toRedis?.set(mode);
          // Not a wait for anything: the length of the fault.
          await pause(3_000);
          cluster.toRedis?.set('pass');
          const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
          process.stderr.write(`way to Redis, ${mode}: first delivery ${Math.round(delivery)} ms after its end\n`);
          expect(delivery).toBeLessThan((mode === 'blackhole' ? BACK_MS : FIRST_MS) + BUSY_MS);
          await load.more(10);
        }
      });
    },
    LONG_MS,
  );
});
