import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { expectWhole } from '#testing/cluster/expect-whole';
import { fakeClock } from '#testing/cluster/fake-clock';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { until } from '#testing/cluster/until';
import { missingPeer } from '#testing/peers/peer';

const LONG_MS = 600_000;
const [ahead, behind] = [fakeClock('+2m'), fakeClock('-2m')];
if (ahead === null) process.stderr.write(`${missingPeer('faketime')}\n`);

describe.skipIf(ahead === null)('with workers whose clocks are two minutes ahead and behind', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ queue: QUEUE_OF_RUN, workers: 3, workerEnv: [{}, ahead ?? {}, behind ?? {}] });
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
});
