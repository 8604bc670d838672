import { makeCallers } from './callers.js';
import { postgres, processes, type Watched } from './cpu.js';
import { messageOf, startProgram, type ChildProgram } from './child-program.js';
import { createControl } from './control-tables.js';
import { seed, startBenchDatabase, type BenchDatabase } from './bench-database.js';
import { HttpCaller } from './http-caller.js';
import { MODELS, SETTINGS, VERSIONS } from './settings.js';
import { Installation, type SlipwayProcess } from './slipway-processes.js';

/** What the benches over HTTP run on: our API and the bare control, each a process of its own, on one seeded database. */
export interface HttpBench {
  readonly database: BenchDatabase;
  readonly api: HttpCaller;
  readonly bare: HttpCaller;
  /** One per concurrent caller. */
  readonly tokens: readonly string[];
  /** The processes behind it. */
  readonly watched: readonly Watched[];
  stop(): Promise<void>;
}

/** Starts all that; with `worker` also relay, sealer and sweeps in a process of their own. */
export async function startHttpBench(options: { readonly worker: boolean }): Promise<HttpBench> {
  const { concurrency } = SETTINGS;
  const database = await startBenchDatabase();
  const installation = new Installation(database.url);
  const running: (SlipwayProcess | ChildProgram)[] = [];
  const callers: HttpCaller[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(callers.map((caller) => caller.close()));
    for (const one of running.toReversed()) await one.stop();
    await database.stop();
    installation.remove();
  };
  try {
    await seed(database.pool, MODELS, VERSIONS);
    await createControl(database.pool, MODELS, VERSIONS);
    const tokens = await makeCallers(database.pool, concurrency);
    const api = await installation.startApi();
    running.push(api);
    const worker = options.worker ? await installation.startWorker() : null;
    if (worker !== null) running.push(worker);
    const bare = startProgram('bench/servers/bare-nest.js', { DATABASE_URL: database.url });
    running.push(bare);
    const { url } = await messageOf(bare.process, isListening);
    const [ours, theirs] = [new HttpCaller(api.url, concurrency), new HttpCaller(url, concurrency)];
    callers.push(ours, theirs);
    const watched = [
      // Only one of them is called at a time.
      processes('the API or the control', [api.pid, bare.process.pid ?? 0]),
      ...(worker === null ? [] : [processes('the worker', [worker.pid])]),
      await postgres(database.pool),
    ];
    return { database, api: ours, bare: theirs, tokens, watched, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What a server of the benches says when it listens. */
export function isListening(message: unknown): message is { readonly url: string } {
  return typeof message === 'object' && message !== null && 'url' in message && typeof message.url === 'string';
}
