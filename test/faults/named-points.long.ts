import { afterAll, beforeAll, describe } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { fakeClock } from '#testing/cluster/fake-clock';
import { diskFull, NAMED_FAULTS } from '#testing/cluster/named-faults';
import { mountSmallDisk } from '#testing/cluster/small-disk';
import { CRASH_POINTS, POINTS_OF_API, type CrashPoint } from '#testing/crash/crash-points';
import { notRun } from '#testing/peers/not-run';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { testKilledHolder } from './killed-holder.js';
import { testNamedPoints } from './named-point-tests.js';

/*
 * Every fault at every named point, on both queues. One of them again, alone:
 * `SLIPWAY_FAULTS_QUEUE=redis npm run test:long -- named-points -t 'FLUSHALL after-claim'`.
 */
const LONG_MS = 600_000;
const ONLY = process.env['SLIPWAY_FAULTS_QUEUE'];
const redisIsThere = findPeer('redis-server') !== null;
if (!redisIsThere) process.stderr.write(`${missingPeer('redis-server')}\n`);

const isPoint = (name: string): name is CrashPoint => name in CRASH_POINTS;
const POINTS = Object.keys(CRASH_POINTS).filter(isPoint);
const QUEUES = (['postgres', 'redis'] as const).filter((queue) => (ONLY ?? queue) === queue && (queue !== 'redis' || redisIsThere));

/** A fresh cluster takes about 60 MB, and Postgres keeps up to as much again of its log. */
const POSTGRES_MB = 200;
const disk = await mountSmallDisk(POSTGRES_MB);
if (disk === null) notRun('full disks need root on Linux, to mount a tmpfs');
afterAll(() => disk?.remove());

/** One worker of a cluster is two minutes ahead, the other behind. */
const CLOCKS = ['+2m', '-2m'].map(fakeClock).filter((clock) => clock !== null);
if (CLOCKS.length < 2) process.stderr.write(`${missingPeer('faketime')}\n`);

describe.each(QUEUES)('with the queue on %s', (queue) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ queue, points: true });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);
  const faults = NAMED_FAULTS.filter(({ needsRedis = false }) => queue === 'redis' || !needsRedis);
  testNamedPoints(
    POINTS.flatMap((point) => faults.map((fault) => ({ point, fault }))),
    () => cluster,
  );
  testKilledHolder('after-send', () => cluster);
});

describe.skipIf(disk === null).each(QUEUES)('with little room and the queue on %s', (queue) => {
  let cluster: Cluster;
  beforeAll(async () => {
    if (disk !== null) cluster = await Cluster.start({ queue, points: true, disk });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);
  testNamedPoints(disk === null ? [] : POINTS.map((point) => ({ point, fault: diskFull(disk) })), () => cluster);
});

describe.skipIf(CLOCKS.length < 2).each(QUEUES)('with workers two minutes ahead and behind, and the queue on %s', (queue) => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ queue, points: true, workerEnv: CLOCKS });
  }, LONG_MS);
  afterAll(() => cluster.stop(), LONG_MS);
  const [killed] = NAMED_FAULTS;
  testNamedPoints(
    POINTS.filter((point) => !POINTS_OF_API.includes(point)).flatMap((point) => (killed === undefined ? [] : [{ point, fault: killed }])),
    () => cluster,
  );
});
