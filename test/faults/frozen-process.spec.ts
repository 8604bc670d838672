import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { firstDeliveryAfter, until } from '#testing/cluster/until';

const LONG_MS = 600_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

/** The longest that anything stands which was claimed until now, in milliseconds. */
async function longestLease(): Promise<number> {
  const [row] = await cluster.database.client.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM greatest((SELECT max(lease_until) FROM delivery), (SELECT max(lease_until) FROM deployment),
      (SELECT max(drain_until) FROM webhook_endpoint)) - clock_timestamp()) * 1000)::float8 AS ms`;
  return Math.max(0, row?.ms ?? 0);
}

it(
  'outlives a worker that is stopped longer than every lease and then goes on as if nothing had been (a zombie)',
  async () => {
    await underLoad(cluster, 'zombie', async (load) => {
      const [zombie] = cluster.workers;
      zombie?.freeze();
      const frozen = performance.now();
      const over = frozen + (await longestLease());
      const delivery = await firstDeliveryAfter(cluster.receiver, frozen);
      process.stderr.write(`a worker was stopped: another delivered after ${Math.round(delivery)} ms\n`);
      await until('the end of all leases', () => performance.now() > over);
      await load.more(20);
      zombie?.resume();
      await until('the zombie', () => zombie?.isReady() ?? false);
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);

it(
  'goes on while an API is stopped, and that one answers again when it goes on',
  async () => {
    await underLoad(cluster, 'stopped-api', async (load) => {
      const [api] = cluster.apis;
      api?.freeze();
      await until('five seconds', () =>
        cluster.client.call('GET', '/api/v1/models/stopped-api-0', undefined, undefined, 1).then(({ status }) => status === 200),
      );
      api?.resume();
      await load.more(20);
    });
  },
  LONG_MS,
);
