import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { expectWhole } from '#testing/cluster/expect-whole';
import { fakeClock } from '#testing/cluster/fake-clock';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { until } from '#testing/cluster/until';
import { missingPeer } from '#testing/peers/peer';

const LONG_MS = 600_000;
/** Two minutes, as a machine without a time service drifts in weeks; a day, as one whose battery is empty. */
const CLOCKS = ['+2m', '-2m', '+1d', '-1d'].map(fakeClock);
/** Sweeps look each second; the first retry is due five seconds after the first attempt, give or take a fifth. */
const TURNS_MS = 3_000;
const installed = CLOCKS.every((clock) => clock !== null);
if (!installed) process.stderr.write(`${missingPeer('faketime')}\n`);

describe.skipIf(!installed)('with workers whose clocks are two minutes and a day ahead and behind', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    // The first one's is right.
    const workerEnv = [{}, ...CLOCKS.map((clock) => clock ?? {})];
    cluster = await Cluster.start({ queue: QUEUE_OF_RUN, workers: workerEnv.length, workerEnv });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);

  it(
    'loses nothing and does nothing twice under load',
    async () => {
      await underLoad(cluster, 'clock', (load) => load.more(60));
      // Nobody died, so nobody had a reason to send anything twice.
      const ids = cluster.receiver.received.map(({ id }) => id);
      expect(ids.length).toBe(new Set(ids).size);
    },
    LONG_MS,
  );

  it(
    'takes nothing from a worker that is alive, while its receiver is slow',
    async () => {
      onTestFailed(() => void process.stderr.write(cluster.log()));
      const { client, receiver } = cluster;
      await client.model('slow', 1);
      // Longer than locks of the queue's jobs, and than the right to start an endpoint's deliveries.
      receiver.delayMs = 8_000;
      const { json } = await client.promote('slow', 1);
      const arrived = () => receiver.received.filter(({ body }) => body.includes(json.id));
      await until('its webhooks', () => arrived().length > 1);
      receiver.delayMs = 0;
      await expectWhole(cluster);
      const ids = arrived().map(({ id }) => id);
      expect(ids.length).toBe(new Set(ids).size);
    },
    LONG_MS,
  );

  it(
    'tries nothing again before its time',
    async () => {
      onTestFailed(() => void process.stderr.write(cluster.log()));
      const { client, receiver } = cluster;
      await client.model('early', 1);
      receiver.answer = (webhook) => (webhook.event.model === 'early' ? 500 : 204);
      const { json } = await client.promote('early', 1);
      const arrived = () => receiver.received.filter(({ body }) => body.includes(json.id));
      const failed = await until('the first attempts', () => arrived().length > 1 && performance.now());
      await until('three turns of every sweep', () => performance.now() > failed + TURNS_MS);
      const ids = arrived().map(({ id }) => id);
      expect(ids.length).toBe(new Set(ids).size);
      receiver.answer = 204;
      await expectWhole(cluster);
    },
    LONG_MS,
  );
});
