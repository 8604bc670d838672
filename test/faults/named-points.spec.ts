import { afterAll, beforeAll } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { NAMED_FAULTS } from '#testing/cluster/named-faults';
import { QUEUE_OF_RUN } from '#testing/cluster/queue-of-run';
import { testNamedPoints, type Cell } from './named-point-tests.js';

const LONG_MS = 600_000;

function cell(point: Cell['point'], name: string): Cell {
  const fault = NAMED_FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`there is no fault "${name}"`);
  return { point, fault };
}

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start({ queue: QUEUE_OF_RUN, points: true });
}, LONG_MS);
afterAll(() => cluster.stop(), LONG_MS);

// All others, on both queues, are in named-points.long.ts.
testNamedPoints([cell('after-claim', 'a blackhole of three seconds'), cell('after-github-accepted', 'Postgres killed')], () => cluster);
