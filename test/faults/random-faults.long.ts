import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Cluster, type QueueKind } from '#testing/cluster/cluster';
import { FAULTS, REDIS_FAULTS } from '#testing/cluster/random-faults';
import { randomOf } from '#testing/cluster/random-of';
import { underLoad } from '#testing/cluster/under-load';
import { until } from '#testing/cluster/until';
import { findPeer, missingPeer } from '#testing/peers/peer';

/*
 * Faults of every kind at random moments under load, a fresh cluster for each seed. SEEDS says how many (50), SLIPWAY_TEST_SEED the first of them:
 * `SEEDS=1 SLIPWAY_TEST_SEED=1234 SLIPWAY_FAULTS_QUEUE=redis npm run test:long -- random-faults` runs a failed one again, alone.
 */
const HOW_MANY = Number(process.env['SEEDS'] ?? 50);
const FIRST_SEED = Number(process.env['SLIPWAY_TEST_SEED'] ?? Date.now() % 1_000_000);
const SEEDS = Array.from({ length: HOW_MANY }, (_, n) => FIRST_SEED + n);
const ONLY = process.env['SLIPWAY_FAULTS_QUEUE'];
const FAULTS_PER_SEED = Number(process.env['SLIPWAY_FAULTS_PER_SEED'] ?? 5);
const ONE_MS = 600_000;

const redisIsThere = findPeer('redis-server') !== null;
if (!redisIsThere) process.stderr.write(`${missingPeer('redis-server')}\n`);
process.stderr.write(`random faults: seeds ${FIRST_SEED} to ${FIRST_SEED + HOW_MANY - 1}\n`);

const QUEUES = (['postgres', 'redis'] as const).filter((queue) => (ONLY ?? queue) === queue && (queue !== 'redis' || redisIsThere));

it.each(SEEDS.flatMap((seed) => QUEUES.map((queue) => ({ seed, queue }))))(
  'keeps every promise over random faults under load (seed $seed, queue on $queue)',
  ({ seed, queue }) => keepsEveryPromise(queue, seed),
  ONE_MS,
);

async function keepsEveryPromise(queue: QueueKind, seed: number): Promise<void> {
  const start = performance.now();
  const random = randomOf(seed);
  const choice = queue === 'redis' ? [...FAULTS, ...REDIS_FAULTS] : FAULTS;
  const chosen = Array.from({ length: FAULTS_PER_SEED }, () => choice[Math.floor(random() * choice.length)]);
  const cluster = await Cluster.start({ queue });
  try {
    await underLoad(
      cluster,
      `seed-${seed}`,
      async () => {
        for (const fault of chosen) {
          // Not a wait for anything: the moment of the fault.
          await pause(random() * 1_500);
          await fault?.run(cluster, random);
        }
        await until('readiness', async () => (await Promise.all(cluster.processes.map((one) => one.isReady()))).every(Boolean), 120_000);
      },
      seed,
    );
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
  } finally {
    await cluster.stop();
    const names = chosen.map((fault) => fault?.name).join(', ');
    process.stderr.write(`${queue}, seed ${seed}: ${names}; ${Math.round((performance.now() - start) / 1_000)} s\n`);
  }
}
