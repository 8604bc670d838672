import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';

const LONG_MS = 600_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it(
  'says why and ends where Postgres says nothing at boot, and comes up with the next start once it does',
  async () => {
    await underLoad(cluster, 'boot', async (load) => {
      const [api, worker] = [cluster.apis[1], cluster.workers[1]];
      if (api === undefined || worker === undefined) throw new Error('there is no cluster');
      await Promise.all([api.kill(), worker.kill()]);
      cluster.toPostgres.set('blackhole');
      for (const one of [api, worker]) one.run();
      // Within the ten seconds that a boot gives a connection, or in time for whoever started it to look.
      const codes = await Promise.all([api.ended(), worker.ended()]);
      cluster.toPostgres.set('pass');
      expect(codes).toEqual([1, 1]);
      for (const one of [api, worker]) expect(one.log()).toContain(`DATABASE_URL leads to 127.0.0.1:${cluster.toPostgres.port}, but`);
      await Promise.all([api.boot(), worker.boot()]);
      await load.more(10);
    });
  },
  LONG_MS,
);

it(
  'works as always, if later, when everything comes a twentieth of a second late',
  async () => {
    await underLoad(cluster, 'late', async (load) => {
      for (const way of cluster.ways) way.set(50);
      await load.more(30);
      for (const way of cluster.ways) way.set('pass');
    });
  },
  LONG_MS,
);
