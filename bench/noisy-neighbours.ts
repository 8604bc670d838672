// Point "Load": p99 from the event to ten good endpoints, alone, and beside fifty that hang and fifty that fail, in one run. Promotions over HTTP at
// BENCH_RATE a second (open loop), API and worker each a process of its own. The ratio of the two is the figure; at most 2 is the goal.
// BENCH_QUEUE=redis: the queue on Redis.
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { startRedis } from '#testing/redis/redis-server';
import { modelName, seed, startBenchDatabase } from './lib/bench-database.js';
import { makeCallers } from './lib/callers.js';
import { makeEndpoints } from './lib/endpoints.js';
import { HttpCaller } from './lib/http-caller.js';
import { Picks } from './lib/picks.js';
import { ReceiverProcess } from './lib/receiver-process.js';
import { SETTINGS, verdict } from './lib/settings.js';
import { Installation } from './lib/slipway-processes.js';

const RATE = Number(process.env['BENCH_RATE'] ?? 10);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 20);
const GOOD = 10;
const BAD = 50;
const MODELS = 500;
const VERSIONS = 20;

const database = await startBenchDatabase();
const installation = new Installation(database.url);
const redis = process.env['BENCH_QUEUE'] === 'redis' ? await startRedis() : null;
const good = await ReceiverProcess.start();
const bad = await ReceiverProcess.start();
try {
  await seed(database.pool, MODELS, VERSIONS);
  const [token = ''] = await makeCallers(database.pool, 1);
  await makeEndpoints(database.pool, installation, good.url, GOOD);
  const api = await installation.startApi(redis?.url);
  const worker = await installation.startWorker(redis?.url);
  const caller = new HttpCaller(api.url, SETTINGS.concurrency);
  const picks = new Picks(MODELS, VERSIONS);

  const promote = async (): Promise<void> => {
    const { model, version } = picks.next();
    await caller.call('POST', '/api/v1/promotions', {
      token,
      body: JSON.stringify({ model: modelName(model), version, toStage: 'Production', reason: 'bench' }),
    });
  };

  /** An open loop. @returns p50 and p99 over all arrivals at the good endpoints. */
  const measured = async (name: string): Promise<number> => {
    await good.reset();
    // What comes late of the warm-up is not to be counted.
    await good.arrived((await loop(SETTINGS.warmUp, promote)) * GOOD);
    await pause(500);
    await good.reset(true);
    const since = new Date();
    const count = await loop(SECONDS, promote);
    await good.arrived(count * GOOD);
    const { arrivals } = await good.report();
    const took = arrivals.map(({ arrivedAt, madeAt }) => arrivedAt - madeAt).toSorted((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
    const parts = await partsOf(database.pool, since);
    console.log(`| ${name} | ${count} | ${arrivals.length} | ${at(0.5).toFixed(1)} | ${at(0.99).toFixed(1)} | ${parts.join(' | ')} |`);
    return at(0.99);
  };

  try {
    console.log(`${RATE} promotions a second for ${SECONDS} s, the queue on ${redis === null ? 'Postgres' : 'Redis'}`);
    console.log(
      '| ten good endpoints | promotions | arrivals | p50 ms | p99 ms | until dispatched, p50 / p99 | from then to the send | the send |',
    );
    console.log('|-|-|-|-|-|-|-|-|');
    const alone = await measured('alone');
    await makeEndpoints(database.pool, installation, bad.url, BAD, 'hang');
    await makeEndpoints(database.pool, installation, bad.url, BAD, 'fail');
    const beside = await measured(`beside ${BAD} that hang and ${BAD} that fail`);
    const again = await measured('the same, later');
    console.log(verdict('Load', 'p99 beside bad neighbours / alone', Math.max(beside, again) / alone, 2, 1.2, true));
  } finally {
    await caller.close();
    await api.stop();
    await worker.stop();
  }
} finally {
  await good.stop();
  await bad.stop();
  await redis?.stop();
  await database.stop();
  installation.remove();
}

/** Where the time of the deliveries to good endpoints went, from the tables: each part's p50 and p99 in milliseconds. */
async function partsOf(pool: pg.Pool, since: Date): Promise<readonly string[]> {
  const part = (expression: string, share: number): string =>
    `percentile_cont(${share}) WITHIN GROUP (ORDER BY extract(epoch FROM ${expression})::float8 * 1000)`;
  const expressions = ['d.created_at - e.created_at', 'a.started_at - d.created_at', "a.duration_ms * interval '1 millisecond'"];
  const { rows } = await pool.query<{ parts: number[] }>(
    `SELECT ARRAY[${expressions.flatMap((one) => [part(one, 0.5), part(one, 0.99)]).join(', ')}] AS parts
     FROM delivery d JOIN event e ON e.id = d.event_id JOIN delivery_attempt a ON a.delivery_id = d.id AND a.number = 1
     WHERE d.endpoint_id LIKE 'whk_endpoint%' AND e.created_at > $1`,
    [since],
  );
  const figures = (rows[0]?.parts ?? []).map((ms) => ms.toFixed(1));
  return [0, 2, 4].map((index) => `${figures[index]} / ${figures[index + 1]}`);
}

/** Starts an act every 1/RATE s, whether or not those before it have ended. @returns how many. */
async function loop(seconds: number, act: () => Promise<void>): Promise<number> {
  const acts: Promise<void>[] = [];
  const start = performance.now();
  for (let turn = 0; turn < seconds * RATE; turn += 1) {
    const wait = start + (turn * 1_000) / RATE - performance.now();
    if (wait > 0) await pause(wait);
    acts.push(act());
  }
  await Promise.all(acts);
  return acts.length;
}
