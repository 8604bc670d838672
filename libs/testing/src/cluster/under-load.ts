import { onTestFailed } from 'vitest';
import type { Cluster } from './cluster.js';
import { expectWhole } from './expect-whole.js';
import { IncumbentWatch } from './incumbent-watch.js';
import { Load } from './load.js';

/** Answers of the load before something happens to the cluster. */
const WARM = 30;

/**
 * Runs `fault` while clients promote, roll back and register, and expects that all is whole afterwards: nothing lost, doubled or forged, and
 * one version in Production at every read. `fault` leaves every process running.
 * @returns the load, at its end.
 */
export async function underLoad(cluster: Cluster, name: string, fault: (load: Load) => Promise<void>, seed = 1): Promise<Load> {
  onTestFailed(() => void process.stderr.write(cluster.log()));
  const load = new Load(cluster.client, name, seed);
  await load.start();
  const watch = new IncumbentWatch(cluster.client, cluster.database, load.models);
  try {
    await load.more(WARM);
    await fault(load);
    await load.more(WARM);
  } finally {
    await Promise.all([load.stop(), watch.stop()]);
  }
  await expectWhole(cluster, [load], [watch]);
  return load;
}
