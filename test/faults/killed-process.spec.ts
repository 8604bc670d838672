import { afterAll, beforeAll, expect, it, onTestFailed } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { expectWhole } from '#testing/cluster/expect-whole';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { firstDeliveryAfter, until } from '#testing/cluster/until';

const LONG_MS = 600_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
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

it(
  'sends what killed workers had claimed again when its lease has ended, under the same id',
  async () => {
    onTestFailed(() => void process.stderr.write(cluster.log()));
    const { client, receiver, workers, database } = cluster;
    await client.model('claimed', 1);
    receiver.answer = (webhook) => (webhook.event.model === 'claimed' ? 'hang' : 204);
    const { json } = await client.promote('claimed', 1);
    const arrived = () => receiver.received.filter(({ body }) => body.includes(json.id));
    const before = await until('the first attempt', () => arrived().length > 0 && arrived().length);
    await Promise.all(workers.map((worker) => worker.kill()));
    receiver.answer = 204;
    const [lease] = await database.client.$queryRaw<{ ms: number }[]>`
      SELECT (extract(epoch FROM max(lease_until) - clock_timestamp()) * 1000)::float8 AS ms FROM delivery WHERE lease_until IS NOT NULL`;
    const ends = performance.now() + (lease?.ms ?? 0);
    await Promise.all(workers.map((worker) => worker.boot()));
    await until('the next attempt', () => arrived().length > before);
    process.stderr.write(`claimed by a killed worker: sent again ${Math.round(performance.now() - ends)} ms after its lease had ended\n`);
    await expectWhole(cluster);
    const ids = arrived().map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(new Set(ids).size);
  },
  LONG_MS,
);

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
