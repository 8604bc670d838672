import { expect, it } from 'vitest';
import type { Cluster } from '#testing/cluster/cluster';
import { holdAt } from '#testing/cluster/hold-at';
import type { NamedFault } from '#testing/cluster/named-faults';
import { underLoad } from '#testing/cluster/under-load';
import { BUSY_MS, firstDeliveryAfter, until } from '#testing/cluster/until';
import { POINTS_OF_API, type CrashPoint } from '#testing/crash/crash-points';

const LONG_MS = 600_000;
/** Answers of the load after a fault. */
const AFTER = 10;

/** A fault, and where the process is that it strikes (or that it strikes beside). */
export interface Cell {
  readonly point: CrashPoint;
  readonly fault: NamedFault;
}

/** Writes one test per cell: under load a process is held at the point, the fault begins, the process goes on, and nothing is lost or doubled. */
export function testNamedPoints(cells: readonly Cell[], cluster: () => Cluster): void {
  it.each(cells.map(({ point, fault }) => ({ point, fault, name: fault.name })))(
    'loses nothing and does nothing twice: $name $point',
    ({ point, fault }) => strikeAt(cluster(), point, fault),
    LONG_MS,
  );
}

async function strikeAt(cluster: Cluster, point: CrashPoint, fault: NamedFault): Promise<void> {
  const start = performance.now();
  let delivery = 0;
  await underLoad(cluster, `${fault.name.replaceAll(/[^a-z]+/gi, '-')}-${point}`.toLowerCase(), async (load) => {
    const held = await holdAt(POINTS_OF_API.includes(point) ? cluster.apis : cluster.workers, point);
    await fault.strike(cluster, held);
    delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
    expect(delivery).toBeLessThan(fault.backMs + BUSY_MS);
    await load.more(AFTER);
    await until('readiness', async () => (await Promise.all(cluster.processes.map((one) => one.isReady()))).every(Boolean));
  });
  expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  process.stderr.write(`${fault.name}, ${point}: first delivery ${Math.round(delivery)} ms after it was over; whole in ${seconds} s\n`);
}
