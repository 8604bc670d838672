// G7: from the commit of a promotion to its webhook's arrival, at 100 promotions a second over HTTP (open loop), with the worker in a second
// process, its queue on Postgres and on Redis. The control adds a BullMQ job for each delivery right after a commit, at the same rate.
import { setTimeout as pause } from 'node:timers/promises';
import { startRedis } from '#testing/redis/redis-server';
import { modelName, seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { createControl } from './lib/control-tables.js';
import { makeEndpoints } from './lib/endpoints.js';
import { HttpCaller } from './lib/http-caller.js';
import { JobPerDelivery } from './lib/job-per-delivery.js';
import { Picks } from './lib/picks.js';
import { ReceiverProcess } from './lib/receiver-process.js';
import { MODELS, SETTINGS, VERSIONS, verdict } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

const RATE = Number(process.env['BENCH_RATE'] ?? 100);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);

/** A change that was made: the id by which its webhook is known, and when it was committed, where the webhook itself does not say. */
interface Done {
  readonly id: string;
  readonly committedAt?: number;
}

interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

const database = await startBenchDatabase();
const installation = new Installation(database.url);
const receiver = await ReceiverProcess.start();
const redis = await startRedis();
const now = (): number => performance.timeOrigin + performance.now();
try {
  await seed(database.pool, MODELS, VERSIONS);
  await createControl(database.pool, MODELS, VERSIONS);
  const tokens = await makeCallers(database.pool, SETTINGS.concurrency);
  await makeEndpoints(database.pool, installation, receiver.url, 1);
  const [picks, controlPicks] = [new Picks(MODELS, VERSIONS), new Picks(MODELS, VERSIONS)];

  const slipway = async (name: string, redisUrl: string | undefined): Promise<Percentiles> => {
    const [api, worker] = [await installation.startApi(redisUrl), await installation.startWorker(redisUrl)];
    const caller = new HttpCaller(api.url, SETTINGS.concurrency);
    const promote = async (turn: number): Promise<Done> => {
      const { model, version } = picks.next();
      const body = JSON.stringify({ model: modelName(model), version, toStage: 'Production', reason: 'bench' });
      return JSON.parse(await caller.call('POST', '/api/v1/promotions', { token: tokens[turn % tokens.length] ?? '', body }));
    };
    try {
      return await measured(`Slipway, queue on ${name}`, promote);
    } finally {
      await caller.close();
      await api.stop();
      await worker.stop();
    }
  };

  const perJob = async (): Promise<void> => {
    const jobs = await JobPerDelivery.start(database.url, receiver.url);
    try {
      await measured('BullMQ job per delivery on Postgres (control)', async (turn) => {
        const { model, version } = controlPicks.next();
        await database.pool.query({ name: 'promote', text: 'SELECT control.promote($1, $2)', values: [model, version] });
        const committedAt = now();
        const id = String(turn);
        await jobs.add(id);
        return { id, committedAt };
      });
    } finally {
      await jobs.stop();
    }
  };

  /** Ours is counted from the time in the event, which is taken under the model's lock before the commit: the commit itself is counted too. */
  const measured = async (name: string, act: (turn: number) => Promise<Done>): Promise<Percentiles> => {
    await openLoop(SETTINGS.warmUp, act);
    await pause(500);
    await receiver.reset(true);
    const answers = await openLoop(SECONDS, act);
    await receiver.arrived(answers.size);
    const { arrivals } = await receiver.report();
    const found = arrivals.flatMap((arrival) => {
      const answer = answers.get(arrival.promotionId);
      return answer === undefined ? [] : [{ ...arrival, ...answer }];
    });
    const fromCommit = percentiles(found.map(({ arrivedAt, madeAt, committedAt = madeAt }) => arrivedAt - committedAt));
    const fromAnswer = percentiles(found.map(({ arrivedAt, endedAt }) => arrivedAt - endedAt));
    const cells = [fromCommit.p50, fromCommit.p99, fromAnswer.p50, fromAnswer.p99].map((figure) => figure.toFixed(1));
    console.log(`| ${name} | ${answers.size} | ${cells.join(' | ')} |`);
    return fromCommit;
  };

  console.log(`${RATE} promotions a second for ${SECONDS} s`);
  console.log('| side | promotions | commit to receiver, p50 ms | p99 ms | answer to receiver, p50 ms | p99 ms |\n|-|-|-|-|-|-|');
  const onPostgres = await slipway('Postgres', undefined);
  const onRedis = redis === null ? null : await slipway('Redis', redis.url);
  await perJob();
  console.log(verdict('G7', 'commit to receiver on Postgres, p99 ms', onPostgres.p99, 30, 10, true));
  if (onRedis === null) console.log('G7: redis-server is not installed, so Redis was left out');
  else console.log(verdict('G7', 'commit to receiver on Redis, p99 ms', onRedis.p99, 15, 10, true));
} finally {
  await receiver.stop();
  await redis?.stop();
  await database.stop();
  installation.remove();
}

/** Starts an act every 1/RATE s, whether or not those before it have ended. @returns when each ended. */
async function openLoop(
  seconds: number,
  act: (turn: number) => Promise<Done>,
): Promise<ReadonlyMap<string, { readonly endedAt: number; readonly committedAt?: number }>> {
  const ended = new Map<string, { readonly endedAt: number; readonly committedAt?: number }>();
  const acts: Promise<void>[] = [];
  const start = performance.now();
  for (let turn = 0; turn < seconds * RATE; turn += 1) {
    const wait = start + (turn * 1_000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    acts.push(
      act(turn).then(
        ({ id, committedAt }) => void ended.set(id, { endedAt: now(), ...(committedAt === undefined ? {} : { committedAt }) }),
      ),
    );
  }
  await Promise.all(acts);
  return ended;
}

function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
