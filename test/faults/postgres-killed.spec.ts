import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { firstDeliveryAfter } from '#testing/cluster/until';

const LONG_MS = 600_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it(
  'loses nothing and does nothing twice when Postgres is killed three times under load, and goes on by itself',
  async () => {
    await underLoad(cluster, 'postgres', async (load) => {
      for (const kill of [1, 2, 3]) {
        await cluster.postgres.kill();
        await cluster.postgres.restart();
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        process.stderr.write(`Postgres killed, time ${kill}: first delivery ${Math.round(delivery)} ms after it was back\n`);
        await load.more(20);
      }
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);
