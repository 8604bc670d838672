// G6: signed and stored deliveries per second to four endpoints, by the worker as an operator runs it, with its queue on Postgres and on Redis;
// against a loop of signed POSTs that stores nothing, and against a BullMQ job per delivery on Postgres.
import { setTimeout as pause } from 'node:timers/promises';
import { startRedis } from '#testing/redis/redis-server';
import { seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { allStored, makeDue, makeEndpoints } from './lib/endpoints.js';
import { JobPerDelivery } from './lib/job-per-delivery.js';
import { median } from './lib/measure.js';
import { purePosts } from './lib/pure-posts.js';
import { ReceiverProcess } from './lib/receiver-process.js';
import { SETTINGS, verdict } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

const ENDPOINTS = 4;
const DUE = Number(process.env['BENCH_DELIVERIES'] ?? 20_000);
const JOBS = Math.ceil(DUE / 10);
/** Not counted: the programs warm up. */
const WARM_UP = 12_000;

const database = await startBenchDatabase();
const installation = new Installation(database.url);
const receiver = await ReceiverProcess.start();
const redis = await startRedis();
let batch = 0;
try {
  await seed(database.pool, 1_000, 2);
  await makeCallers(database.pool, 1);
  const endpoints = await makeEndpoints(database.pool, installation, receiver.url, ENDPOINTS);

  /** From the first arrival until the last result is stored. */
  const deliver = async (count: number): Promise<number> => {
    await receiver.reset();
    batch += 1;
    await makeDue(database.pool, batch, count / ENDPOINTS, endpoints);
    const { firstAt } = await receiver.arrived(count);
    while (!(await allStored(database.pool))) await pause(5);
    const took = performance.timeOrigin + performance.now() - firstAt;
    const { count: arrived } = await receiver.report();
    if (arrived !== count) throw new Error(`${arrived} deliveries of ${count} arrived: some came twice`);
    return count / (took / 1_000);
  };

  /** Rounds of the worker and the loop in turn. @returns the median ratio. */
  const against = async (name: string, redisUrl: string | undefined): Promise<{ readonly perSecond: number; readonly ratio: number }> => {
    const worker = await installation.startWorker(redisUrl);
    try {
      await purePosts(receiver.url, WARM_UP, SETTINGS.concurrency);
      await deliver(WARM_UP);
      const rounds: { readonly pure: number; readonly ours: number }[] = [];
      for (let round = 0; round < SETTINGS.rounds; round += 1) {
        rounds.push({ pure: await purePosts(receiver.url, DUE, SETTINGS.concurrency), ours: await deliver(DUE) });
      }
      const [pure, ours] = [median(rounds.map((one) => one.pure)), median(rounds.map((one) => one.ours))];
      const ratio = median(rounds.map((one) => one.ours / one.pure));
      console.log(`| signed POST loop, nothing stored (control beside ${name}) | ${pure.toFixed(0)} | 1 |`);
      console.log(`| Slipway worker, queue on ${name} | ${ours.toFixed(0)} | ${ratio.toFixed(2)} |`);
      return { perSecond: ours, ratio };
    } finally {
      await worker.stop();
    }
  };

  const jobsPerSecond = async (): Promise<number> => {
    const jobs = await JobPerDelivery.start(database.url, receiver.url);
    try {
      const figures: number[] = [];
      for (let round = 0; round < SETTINGS.rounds; round += 1) {
        await receiver.reset();
        await jobs.addMany(JOBS);
        const { firstAt, lastAt } = await receiver.arrived(JOBS);
        figures.push(JOBS / ((lastAt - firstAt) / 1_000));
      }
      return median(figures);
    } finally {
      await jobs.stop();
    }
  };

  console.log('| side | deliveries per second | ratio |\n|-|-|-|');
  const onPostgres = await against('Postgres', undefined);
  const onRedis = redis === null ? null : await against('Redis', redis.url);
  const perJob = await jobsPerSecond();
  console.log(`| BullMQ job per delivery on Postgres | ${perJob.toFixed(0)} | |`);
  console.log(verdict('G6', 'deliveries with the queue on Postgres / POST loop', onPostgres.ratio, 0.4, 0.6));
  if (onRedis === null) console.log('G6: redis-server is not installed, so Redis was left out');
  else console.log(verdict('G6', 'deliveries with the queue on Redis / POST loop', onRedis.ratio, 0.4, 0.6));
  console.log(verdict('G6', 'deliveries on Postgres / job per delivery', onPostgres.perSecond / perJob, 1, 15));
} finally {
  await receiver.stop();
  await redis?.stop();
  await database.stop();
  installation.remove();
}
