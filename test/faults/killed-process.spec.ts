import { afterAll, beforeAll, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { underLoad } from '#testing/cluster/under-load';

const LONG_MS = 240_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it.each(['first', 'second'])(
  'loses nothing and does nothing twice when the %s API is killed under load',
  async (which) => {
    const api = cluster.apis[which === 'first' ? 0 : 1];
    await underLoad(cluster, `api-${which}`, async (load) => {
      await api?.kill();
      await load.more(20);
      await api?.boot();
    });
  },
  LONG_MS,
);

it.each(['first', 'second'])(
  'loses nothing and does nothing twice when the %s worker is killed under load',
  async (which) => {
    const worker = cluster.workers[which === 'first' ? 0 : 1];
    await underLoad(cluster, `worker-${which}`, async (load) => {
      await worker?.kill();
      await load.more(20);
      await worker?.boot();
    });
  },
  LONG_MS,
);
