import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { BUSY_MS, FIRST_MS, firstDeliveryAfter } from '#testing/cluster/until';
import { testKilledHolder } from './killed-holder.js';

const LONG_MS = 600_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN, points: true });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it.each(['api', 'worker'] as const)(
  'loses nothing and does nothing twice when each %s is killed in turn under load',
  async (kind) => {
    await underLoad(cluster, kind, async (load) => {
      for (const one of kind === 'api' ? cluster.apis : cluster.workers) {
        await one.kill();
        await load.more(10);
        await one.boot();
      }
    });
  },
  LONG_MS,
);

// What is under way for longer is leased for 25 s: in named-points.long.ts.
testKilledHolder('after-claim', () => cluster);

it(
  'loses nothing and does nothing twice when Postgres is killed three times under load, and goes on by itself',
  async () => {
    await underLoad(cluster, 'postgres', async (load) => {
      for (const kill of [1, 2, 3]) {
        await cluster.postgres.kill();
        await cluster.postgres.restart();
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        process.stderr.write(`Postgres killed, time ${kill}: first delivery ${Math.round(delivery)} ms after it was back\n`);
        expect(delivery).toBeLessThan(FIRST_MS + BUSY_MS);
        await load.more(20);
      }
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);
