// G8 to G11: what is lost when servers and workers are killed, how soon all is back, and what a wrong clock steals. Ours is `start:api` x2 and
// `start:worker` x2 on one Postgres, with the queue on Postgres and on Redis; the controls are BullMQ and `pg` as they come. BENCH_PARTS chooses
// among recovery, controls and clocks, BENCH_QUEUES between postgres and redis.
import { setTimeout as pause } from 'node:timers/promises';
import { Cluster, type QueueKind } from '#testing/cluster/cluster';
import { Load } from '#testing/cluster/load';
import { REDIS_FAULTS } from '#testing/cluster/random-faults';
import { firstDeliveryAfter, until } from '#testing/cluster/until';
import { settle } from '#testing/cluster/what-is-left';
import { findWrongs } from '#testing/cluster/wholeness';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { blackholeOfDefaultPool, restartOfDefaultWorker } from './lib/recovery-controls.js';
import { stolenByDefault, stolenFromOurs } from './lib/stolen-executions.js';
import { verdict } from './lib/settings.js';

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3);
const BLACKHOLE_MS = 3_000;
const seconds = (ms: number): number => ms / 1_000;
const worst = (values: readonly number[]): number => Math.max(...values);
const listed = (values: readonly number[]): string => values.map((value) => seconds(value).toFixed(2)).join(', ');

const WANTED = (process.env['BENCH_QUEUES'] ?? 'postgres,redis').split(',');
const found: QueueKind[] = ['postgres', ...(findPeer('redis-server') === null ? [] : ['redis' as const])];
const queues = found.filter((queue) => WANTED.includes(queue));
if (found.length === 1) console.log(missingPeer('redis-server'));

const PARTS = (process.env['BENCH_PARTS'] ?? 'recovery,controls,clocks').split(',');

if (PARTS.includes('controls')) await controls();
if (PARTS.includes('recovery')) for (const queue of queues) await recover(queue);
if (PARTS.includes('clocks')) await stolen();

async function controls(): Promise<void> {
  const restart = seconds(await restartOfDefaultWorker());
  console.log(`G9 control, BullMQ's own worker on Postgres: first job ${restart.toFixed(2)} s after Postgres is up`);
  console.log(`G10 control, a pool of pg with its defaults: ${await blackholeOfDefaultPool(BLACKHOLE_MS)}`);
}

/** Kills and blackholes under load; prints how soon each is over, and what was lost by all of them together. */
async function recover(queue: QueueKind): Promise<void> {
  const cluster = await Cluster.start({ queue });
  const load = new Load(cluster.client, `bench-${queue}`, 1);
  let flying = 0;
  try {
    await load.start();
    await load.more(100);
    const backs: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      flying += await inFlight(cluster);
      await cluster.postgres.kill();
      await cluster.postgres.restart();
      backs.push(await firstDeliveryAfter(cluster.receiver, performance.now()));
      await load.more(50);
    }
    console.log(`queue on ${queue}: first delivery after Postgres is up, s: ${listed(backs)}`);
    console.log(verdict('G9', `queue on ${queue}, worst of ${ROUNDS}, s`, seconds(worst(backs)), 1, 0.3, true));
    flying += await blackholes(cluster, load, queue);
    for (let round = 0; round < ROUNDS; round += 1) {
      const worker = cluster.workers[round % cluster.workers.length];
      flying += await inFlight(cluster);
      await worker?.kill();
      const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
      console.log(`queue on ${queue}: next delivery ${seconds(delivery).toFixed(2)} s after a worker was killed`);
      await worker?.boot();
    }
    if (queue === 'redis') {
      for (const fault of REDIS_FAULTS) {
        flying += await inFlight(cluster);
        await fault.run(cluster, () => 0.5);
        const delivery = await firstDeliveryAfter(cluster.receiver, performance.now());
        console.log(`queue on redis, ${fault.name}: first delivery ${seconds(delivery).toFixed(2)} s after it was over`);
      }
    }
    await load.stop();
    await settle(cluster.database, 180_000);
    const { database, endpoints, github, client, receiver } = cluster;
    const ids = load.acknowledged.map(({ id }) => id);
    const wrongs = await findWrongs({ database, endpoints, github, text: (path) => client.text(path) }, ids);
    for (const wrong of wrongs) console.log(`WRONG: ${wrong}`);
    const twice = receiver.received.length - new Set(receiver.received.map(({ id }) => id)).size;
    console.log(`queue on ${queue}: ${ids.length} promotions acknowledged, ${receiver.received.length} webhooks, ${twice} of them again`);
    console.log(verdict('G8', `queue on ${queue}, lost, doubled or forged`, wrongs.length, 0, 0, true));
    console.log(`queue on ${queue}: ${twice} came again; ${flying} were not stored as delivered when the faults began`);
  } finally {
    await load.stop();
    await cluster.stop();
  }
}

/** Deliveries that somebody may be at work on now. */
async function inFlight({ database }: Cluster): Promise<number> {
  return database.client.delivery.count({ where: { state: { not: 'delivered' } } });
}

/** @returns how many deliveries were in flight at their beginnings. */
async function blackholes(cluster: Cluster, load: Load, queue: QueueKind): Promise<number> {
  let flying = 0;
  const promotes: number[] = [];
  const delivers: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ways = [cluster.toPostgres, ...(cluster.toRedis === null ? [] : [cluster.toRedis])];
    flying += await inFlight(cluster);
    const start = performance.now();
    for (const way of ways) way.set('blackhole');
    await pause(BLACKHOLE_MS);
    for (const way of ways) way.set('pass');
    const end = performance.now();
    const { at } = await load.nextAcknowledged();
    promotes.push(at - start);
    delivers.push(end - start + (await firstDeliveryAfter(cluster.receiver, end)));
    await load.more(50);
    await until('readiness', async () => (await Promise.all(cluster.processes.map((one) => one.isReady()))).every(Boolean));
  }
  console.log(
    `queue on ${queue}: from the start of a blackhole of 3 s to the next promotion, s: ${listed(promotes)}; delivery: ${listed(delivers)}`,
  );
  console.log(verdict('G10', `queue on ${queue}, promotion, worst, s`, seconds(worst(promotes)), 5, 4, true));
  console.log(verdict('G10', `queue on ${queue}, delivery, worst, s`, seconds(worst(delivers)), 5, 4, true));
  return flying;
}

async function stolen(): Promise<void> {
  if (findPeer('faketime') === null) return console.log(missingPeer('faketime'));
  for (const by of ['2m', '1d']) {
    const ours = await stolenFromOurs(by);
    console.log(verdict('G11', `executions stolen, workers at +${by} and -${by}, of 50`, ours, 0, 0, true));
    console.log(
      `G11 control, a BullMQ job per delivery on Postgres, a second worker at +${by}: ${await stolenByDefault(`+${by}`)} of 50 stolen`,
    );
  }
}
