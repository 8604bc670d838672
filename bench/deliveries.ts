// G6: signed and stored deliveries per second to four endpoints, by the worker as an operator runs it, with its queue on Postgres and on Redis;
// against a loop of signed POSTs that stores nothing, and against a BullMQ job per delivery on Postgres. Also the CPU of each process and the bytes of
// WAL for one delivery, which other work on the machine distorts less.
import { setTimeout as pause } from 'node:timers/promises';
import { startRedis } from '#testing/redis/redis-server';
import { seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { postgres, processes, type Watched } from './lib/cpu.js';
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

/** What was used for one delivery: microseconds of CPU by each of `watched`, and bytes of WAL. */
interface Cost {
  readonly cpu: readonly number[];
  readonly wal: number;
}

const walNow = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ at: string }>(`SELECT pg_current_wal_lsn() - '0/0'::pg_lsn AS at`);
  return Number(rows[0]?.at);
};

/** Runs `act`, which makes `count` of something. */
const costOf = async (watched: readonly Watched[], count: number, act: () => Promise<number>) => {
  const [before, walBefore] = [watched.map((one) => one.cpu()), await walNow()];
  const perSecond = await act();
  const wal = ((await walNow()) - walBefore) / count;
  return { perSecond, cost: { cpu: watched.map((one, index) => (one.cpu() - (before[index] ?? 0)) / count), wal } satisfies Cost };
};

const costs = (watched: readonly Watched[], of: readonly Cost[]): string =>
  [
    ...watched.map(({ name }, index) => `${name} ${median(of.map(({ cpu }) => cpu[index] ?? Number.NaN)).toFixed(0)} us`),
    `WAL ${median(of.map(({ wal }) => wal)).toFixed(0)} bytes`,
  ].join(', ');

try {
  await seed(database.pool, 1_000, 2);
  await makeCallers(database.pool, 1);
  const endpoints = await makeEndpoints(database.pool, installation, receiver.url, ENDPOINTS);

  /** From the first arrival until the last result is stored. */
  const deliver = async (count: number, watched: readonly Watched[] = []) => {
    await receiver.reset();
    batch += 1;
    await makeDue(database.pool, batch, count / ENDPOINTS, endpoints);
    return costOf(watched, count, async () => {
      const { firstAt } = await receiver.arrived(count);
      while (!(await allStored(database.pool))) await pause(5);
      const took = performance.timeOrigin + performance.now() - firstAt;
      const { count: arrived } = await receiver.report();
      if (arrived !== count) throw new Error(`${arrived} deliveries of ${count} arrived: some came twice`);
      return count / (took / 1_000);
    });
  };

  /** Rounds of the worker and the loop in turn. @returns the median ratio. */
  const against = async (name: string, redisUrl: string | undefined): Promise<{ readonly perSecond: number; readonly ratio: number }> => {
    // Each queue begins with empty tables: the second one would else pay for the first one's history.
    await database.pool.query('TRUNCATE event, delivery, delivery_attempt');
    const worker = await installation.startWorker(redisUrl);
    try {
      const theirs = [processes('the loop', [process.pid]), processes('receiver', [receiver.pid])];
      const watched = [processes('worker', [worker.pid]), await postgres(database.pool), processes('receiver', [receiver.pid])];
      await purePosts(receiver.url, WARM_UP, SETTINGS.concurrency);
      await deliver(WARM_UP);
      const rounds: { readonly pure: Awaited<ReturnType<typeof deliver>>; readonly ours: Awaited<ReturnType<typeof deliver>> }[] = [];
      for (let round = 0; round < SETTINGS.rounds; round += 1) {
        const pure = await costOf(theirs, DUE, () => purePosts(receiver.url, DUE, SETTINGS.concurrency));
        rounds.push({ pure, ours: await deliver(DUE, watched) });
      }
      const [pure, ours] = [median(rounds.map((one) => one.pure.perSecond)), median(rounds.map((one) => one.ours.perSecond))];
      const ratio = median(rounds.map((one) => one.ours.perSecond / one.pure.perSecond));
      console.log(`| signed POST loop, nothing stored (control beside ${name}) | ${pure.toFixed(0)} | 1 |`);
      console.log(`| Slipway worker, queue on ${name} | ${ours.toFixed(0)} | ${ratio.toFixed(2)} |`);
      console.log(
        `a post: ${costs(
          theirs,
          rounds.map((one) => one.pure.cost),
        )}`,
      );
      console.log(
        `a delivery: ${costs(
          watched,
          rounds.map((one) => one.ours.cost),
        )}`,
      );
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
