import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { underLoad } from '#testing/cluster/under-load';
import { BUSY_MS, FIRST_MS, firstDeliveryAfter, until } from '#testing/cluster/until';
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
    'boots while Redis is away, promotes, and delivers once it is there',
    async () => {
      await underLoad(cluster, 'redis-at-boot', async (load) => {
        const [worker, other] = cluster.workers;
        const [api] = cluster.apis;
        await cluster.redis?.kill();
        await Promise.all([worker?.kill(), other?.kill(), api?.kill()]);
        worker?.run();
        other?.run();
        await api?.boot();
        await load.more(20);
        await until(
          'a worker that is alive',
          async () => (await worker?.probe('/livez')) === 200 && (await other?.probe('/livez')) === 200,
        );
        expect(await worker?.isReady()).toBe(false);
        await cluster.redis?.restart();
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        process.stderr.write(`Redis away at boot: first delivery ${Math.round(delivery)} ms after it was there\n`);
        expect(delivery).toBeLessThan(FIRST_MS + BUSY_MS);
        await until('readiness', async () => (await worker?.isReady()) === true && (await other?.isReady()) === true);
      });
    },
    LONG_MS,
  );
});
