import { afterAll, beforeAll, describe } from 'vitest';
import { Cluster } from '#testing/cluster/cluster';
import { NAMED_FAULTS } from '#testing/cluster/named-faults';
import { CRASH_POINTS, type CrashPoint } from '#testing/crash/crash-points';
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

describe.each((['postgres', 'redis'] as const).filter((queue) => (ONLY ?? queue) === queue && (queue !== 'redis' || redisIsThere)))(
  'with the queue on %s',
  (queue) => {
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
  },
);
