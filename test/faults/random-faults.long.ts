import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { Cluster, type QueueKind } from '#testing/cluster/cluster';
import { DISK_FAULTS, FAULTS, planOf, REDIS_FAULTS } from '#testing/cluster/random-faults';
import { randomOf } from '#testing/cluster/random-of';
import { mountSmallDisk } from '#testing/cluster/small-disk';
import { underLoad } from '#testing/cluster/under-load';
import { until } from '#testing/cluster/until';
import { findPeer, missingPeer } from '#testing/peers/peer';

/*
 * Faults of every kind at random moments under load, one or two at once. SEEDS says how many seeds (50), SLIPWAY_TEST_SEED the first of them:
 * `SEEDS=1 SLIPWAY_TEST_SEED=1234 SLIPWAY_FAULTS_QUEUE=redis npm run test:long -- random-faults` runs a failed one again, alone.
 */
const HOW_MANY = Number(process.env['SEEDS'] ?? 50);
const FIRST_SEED = Number(process.env['SLIPWAY_TEST_SEED'] ?? Date.now() % 1_000_000);
const SEEDS = Array.from({ length: HOW_MANY }, (_, n) => FIRST_SEED + n);
const ONLY = process.env['SLIPWAY_FAULTS_QUEUE'];
const MOMENTS = Number(process.env['SLIPWAY_FAULTS_PER_SEED'] ?? 3);
/** Seeds of one cluster, which else would take longer to boot than to try; after a seed that failed there is always a new one. */
const SEEDS_PER_CLUSTER = 5;
/** Room enough for what so many seeds write, and little enough to be filled at once. */
const DISK_MB = 700;
const ONE_MS = 600_000;

const redisIsThere = findPeer('redis-server') !== null;
for (const name of ['redis-server', 'faketime'] as const) if (findPeer(name) === null) process.stderr.write(`${missingPeer(name)}\n`);
process.stderr.write(`random faults: seeds ${FIRST_SEED} to ${FIRST_SEED + HOW_MANY - 1}\n`);

const QUEUES = (['postgres', 'redis'] as const).filter((queue) => (ONLY ?? queue) === queue && (queue !== 'redis' || redisIsThere));

/** What stands now, for how many seeds yet, and what ends it. */
let bed: { readonly cluster: Cluster; readonly queue: QueueKind; left: number; end(): Promise<void> } | undefined;
const sum = { seeds: 0, acknowledged: 0, webhooks: 0, again: 0, faults: new Map<string, number>() };

async function endBed(): Promise<void> {
  const ended = bed;
  bed = undefined;
  await ended?.end();
}

async function bedFor(queue: QueueKind): Promise<Cluster> {
  if (bed === undefined || bed.queue !== queue || bed.left === 0) {
    await endBed();
    const disk = await mountSmallDisk(DISK_MB);
    if (disk === null) process.stderr.write('WITHOUT a full disk: it needs root on Linux, to mount a tmpfs\n');
    const cluster = await Cluster.start({ queue, ...(disk === null ? {} : { disk }) }).catch(async (error: unknown) => {
      await disk?.remove();
      throw error;
    });
    bed = { cluster, queue, left: SEEDS_PER_CLUSTER, end: () => cluster.stop().then(() => disk?.remove()) };
  }
  bed.left -= 1;
  return bed.cluster;
}

afterAll(async () => {
  await endBed();
  const faults = [...sum.faults].map(([name, times]) => `${name}: ${times}`).join(', ');
  process.stderr.write(
    `random faults: ${sum.seeds} seeds whole, ${sum.acknowledged} promotions acknowledged, ${sum.webhooks} webhooks, ${sum.again} of them again; ${faults}\n`,
  );
}, ONE_MS);

it.each(QUEUES.flatMap((queue) => SEEDS.map((seed) => ({ seed, queue }))))(
  'keeps every promise over random faults under load (seed $seed, queue on $queue)',
  ({ seed, queue }) => keepsEveryPromise(queue, seed),
  ONE_MS,
);

async function keepsEveryPromise(queue: QueueKind, seed: number): Promise<void> {
  const cluster = await bedFor(queue);
  const choice = [...FAULTS, ...(queue === 'redis' ? REDIS_FAULTS : []), ...(cluster.disk === null ? [] : DISK_FAULTS)];
  const plan = planOf(seed, choice, MOMENTS);
  const told = plan.map((together) => together.map(({ name }) => name).join(' with ')).join(', ');
  process.stderr.write(`${queue}, seed ${seed}: ${told}\n`);
  const start = performance.now();
  const before = arrived(cluster);
  try {
    const load = await underLoad(cluster, `seed-${seed}`, () => carryOut(cluster, plan, seed), seed);
    expect(cluster.processes.every(({ alive }) => alive)).toBe(true);
    const { webhooks, again } = arrived(cluster);
    sum.seeds += 1;
    sum.acknowledged += load.acknowledged.length;
    sum.webhooks += webhooks - before.webhooks;
    sum.again += again - before.again;
    for (const { name } of plan.flat()) sum.faults.set(name, (sum.faults.get(name) ?? 0) + 1);
    const seconds = Math.round((performance.now() - start) / 1_000);
    const figures = `${load.acknowledged.length} acknowledged, ${webhooks - before.webhooks} webhooks, ${again - before.again} again`;
    process.stderr.write(`${queue}, seed ${seed}: whole in ${seconds} s; ${figures}\n`);
  } catch (error) {
    process.stderr.write(`${queue}, seed ${seed}: NOT WHOLE: ${String(error).slice(0, 3_000)}\n`);
    await endBed();
    throw error;
  }
}

async function carryOut(cluster: Cluster, plan: ReturnType<typeof planOf>, seed: number): Promise<void> {
  for (const [moment, together] of plan.entries()) {
    // Numbers of their own for each: what happens at once would else take them in an order of the moment.
    const numbers = together.map((_, index) => randomOf(seed * 1_000 + moment * 10 + index));
    // Not a wait for anything: the moment of the fault.
    await pause((numbers[0]?.() ?? 0) * 1_500);
    await Promise.all(together.map((fault, index) => fault.run(cluster, numbers[index] ?? Math.random)));
  }
  await until('readiness', async () => (await Promise.all(cluster.processes.map((one) => one.isReady()))).every(Boolean), 120_000);
}

function arrived({ endpoints }: Cluster): { readonly webhooks: number; readonly again: number } {
  const counts = endpoints.map(({ receiver }) => ({
    all: receiver.received.length,
    ids: new Set(receiver.received.map(({ id }) => id)).size,
  }));
  return {
    webhooks: counts.reduce((total, { all }) => total + all, 0),
    again: counts.reduce((total, { all, ids }) => total + all - ids, 0),
  };
}
