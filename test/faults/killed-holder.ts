import { expect, it, onTestFailed } from 'vitest';
import type { Cluster } from '#testing/cluster/cluster';
import { expectWhole } from '#testing/cluster/expect-whole';
import { holdAt } from '#testing/cluster/hold-at';
import { longestLease } from '#testing/cluster/longest-lease';
import { BUSY_MS, FIRST_MS, until } from '#testing/cluster/until';
import { settle } from '#testing/cluster/what-is-left';

const LONG_MS = 600_000;
/** The question for the lease takes a moment, on a busy machine a long one, in which the lease goes on to run. */
const EARLY_MS = 1_000;

/**
 * Writes a test that kills a worker with deliveries in its hands: claimed with their endpoint, of which nothing was sent (`after-claim`), or
 * taken by the receiver, which nobody has stored (`after-send`). Another one, which has been there all the time, sends them when the lease ends.
 */
export function testKilledHolder(point: 'after-claim' | 'after-send', cluster: () => Cluster): void {
  it(
    `sends what a killed worker had claimed within a second after its lease has ended, under the same id: killed ${point}`,
    () => killAt(point, cluster()),
    LONG_MS,
  );
}

async function killAt(point: 'after-claim' | 'after-send', cluster: Cluster): Promise<void> {
  onTestFailed(() => void process.stderr.write(cluster.log()));
  const { client, workers, database, endpoints } = cluster;
  const model = `killed-${point}`;
  await client.model(model, 1);
  await settle(database);
  const holding = holdAt(workers, point);
  await client.promote(model, 1);
  const held = await holding;
  await held.process.kill();
  const killed = performance.now();
  const ends = killed + (await longestLease(database));
  const left = await database.client.delivery.findMany({ where: { state: { not: 'delivered' } } });
  held.goOn();
  const arrivals = left.map(({ eventId, endpointId }) => {
    const receiver = endpoints.find(({ id }) => id === endpointId)?.receiver;
    return () => receiver?.received.flatMap(({ id, at }) => (id === eventId ? [at] : [])) ?? [];
  });
  // What had arrived already must come again: nobody knows that it had.
  const before = arrivals.map((ats) => ats().filter((at) => at < killed).length);
  await until('what was claimed', () => arrivals.every((ats, index) => ats().length > (before[index] ?? 0)));
  const last = Math.max(...arrivals.map((ats) => ats().at(-1) ?? 0));
  const arrived = before.filter((count) => count > 0).length;
  process.stderr.write(
    `a worker was killed ${point}: ${left.length} deliveries were left, of which ${arrived} had arrived; all came ${Math.round(last - ends)} ms after the lease, of ${Math.round(ends - killed)} ms, had ended\n`,
  );
  expect(left.length).toBeGreaterThan(0);
  if (point === 'after-send') expect(arrived).toBeGreaterThan(0);
  // Somebody held them, and whoever sends them now has waited for that.
  expect(ends).toBeGreaterThan(killed);
  expect(last).toBeGreaterThan(ends - EARLY_MS);
  expect(last - ends).toBeLessThan(FIRST_MS + BUSY_MS);
  await held.process.boot();
  await expectWhole(cluster);
}
