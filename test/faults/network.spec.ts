import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { underLoad } from '#testing/cluster/under-load';
import { BACK_MS, BUSY_MS, FIRST_MS, firstDeliveryAfter } from '#testing/cluster/until';

const LONG_MS = 600_000;
/** How long the way is gone. */
const BLACKHOLE_MS = 3_000;
const RESET_MS = 1_000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

it.each([
  // One that vanished is found out by silence, a reset one at once.
  { name: 'blackhole', mode: 'blackhole', ms: BLACKHOLE_MS, backMs: BACK_MS + BUSY_MS },
  { name: 'reset', mode: 'reset', ms: RESET_MS, backMs: FIRST_MS + BUSY_MS },
] as const)(
  'loses nothing, does nothing twice and comes back by itself after a $name of $ms ms on the way to its servers',
  async ({ name, mode, ms, backMs }) => {
    await underLoad(cluster, name, async (load) => {
      for (const way of cluster.ways) way.set(mode);
      // Not a wait for anything: the length of the fault.
      await pause(ms);
      for (const way of cluster.ways) way.set('pass');
      const over = performance.now();
      const { at } = await load.nextAcknowledged();
      const delivery = await firstDeliveryAfter(cluster.receiver, over);
      process.stderr.write(
        `${name} of ${ms} ms: promotes ${Math.round(at - over)} ms, delivers ${Math.round(delivery)} ms after its end\n`,
      );
      expect(at - over).toBeLessThan(backMs);
      expect(delivery).toBeLessThan(backMs);
    });
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  },
  LONG_MS,
);
