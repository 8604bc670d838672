// Point "Load": p99 from the event to ten good endpoints, alone, and beside fifty that hang and fifty that fail, in one run. Promotions over HTTP at
// BENCH_RATE a second (open loop), API and worker each a process of its own. The ratio of the two is the figure; at most 2 is the goal.
import { setTimeout as pause } from 'node:timers/promises';
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
const good = await ReceiverProcess.start();
const bad = await ReceiverProcess.start();
try {
  await seed(database.pool, MODELS, VERSIONS);
  const [token = ''] = await makeCallers(database.pool, 1);
  await makeEndpoints(database.pool, installation, good.url, GOOD);
  const api = await installation.startApi();
  const worker = await installation.startWorker();
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
    const count = await loop(SECONDS, promote);
    await good.arrived(count * GOOD);
    const { arrivals } = await good.report();
    const took = arrivals.map(({ arrivedAt, madeAt }) => arrivedAt - madeAt).toSorted((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
    console.log(`| ${name} | ${count} | ${arrivals.length} | ${at(0.5).toFixed(1)} | ${at(0.99).toFixed(1)} |`);
    return at(0.99);
  };

  try {
    console.log(`${RATE} promotions a second for ${SECONDS} s`);
    console.log('| ten good endpoints | promotions | arrivals | p50 ms | p99 ms |\n|-|-|-|-|-|');
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
  await database.stop();
  installation.remove();
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
