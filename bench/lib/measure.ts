import { performance } from 'node:perf_hooks';
import type { Watched } from './cpu.js';

/** What one side did in one round. */
export interface Round {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** CPU of this process per call, microseconds: steady where the machine is not. */
  readonly cpu: number;
  /** CPU of each watched server per call, microseconds. */
  readonly watched: ReadonlyMap<string, number>;
}

/** Something that is measured: one call is one operation. */
export interface Side {
  readonly name: string;
  /** `lane` is the number of the concurrent caller, from 0. */
  call(lane: number): Promise<void>;
  /** Waited for after each round, outside the measured time: work that the calls have left to others. */
  settle?(): Promise<unknown>;
}

export interface Settings {
  readonly concurrency: number;
  readonly seconds: number;
  readonly rounds: number;
  /** Seconds of each side before anything counts: a fresh process compiles its code and opens its connections under the first requests. */
  readonly warmUp: number;
  /** Whose CPU is told beside the caller's own. */
  readonly watched?: readonly Watched[];
}

/** Runs the sides in turn, A B A B ..., after a warm-up of each, so that a drift of the machine meets both alike. */
export async function compare(sides: readonly Side[], settings: Settings): Promise<ReadonlyMap<string, readonly Round[]>> {
  const results = new Map<string, Round[]>(sides.map((side) => [side.name, []]));
  for (const side of sides) await run(side, { ...settings, seconds: settings.warmUp });
  for (let round = 0; round < settings.rounds; round += 1) {
    for (const side of sides) results.get(side.name)?.push(await run(side, settings));
  }
  return results;
}

/** Median of a figure over the rounds. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}

/** Median throughput of `name` divided by that of `control`, round by round. */
export function ratio(results: ReadonlyMap<string, readonly Round[]>, name: string, control: string): number {
  const [ours = [], theirs = []] = [results.get(name), results.get(control)];
  return median(ours.map((round, index) => round.perSecond / (theirs[index]?.perSecond ?? Number.NaN)));
}

/** One line per side. */
export function table(results: ReadonlyMap<string, readonly Round[]>): string {
  const watched = [...([...results.values()][0]?.[0]?.watched.keys() ?? [])];
  const heads = ['side', 'per second', 'p50 ms', 'p99 ms', 'CPU here, us a call', ...watched.map((name) => `CPU of ${name}`), 'errors'];
  const lines = [`| ${heads.join(' | ')} |`, `|${heads.map(() => '-').join('|')}|`];
  for (const [name, rounds] of results) {
    const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
    const errors = rounds.reduce((sum, round) => sum + round.errors, 0);
    const cells = [
      name,
      of((one) => one.perSecond).toFixed(0),
      of((one) => one.p50).toFixed(2),
      of((one) => one.p99).toFixed(2),
      of((one) => one.cpu).toFixed(0),
      ...watched.map((server) => of((one) => one.watched.get(server) ?? Number.NaN).toFixed(0)),
      errors,
    ];
    lines.push(`| ${cells.join(' | ')} |`);
  }
  return lines.join('\n');
}

async function run(side: Side, { concurrency, seconds, watched = [] }: Settings): Promise<Round> {
  const { name } = side;
  const times: number[] = [];
  let errors = 0;
  const start = performance.now();
  const used = process.cpuUsage();
  const usedBy = watched.map((server) => server.cpu());
  const end = start + seconds * 1_000;
  await Promise.all(
    Array.from({ length: concurrency }, async (_, lane) => {
      for (let now = performance.now(); now < end; now = performance.now()) {
        try {
          await side.call(lane);
          times.push(performance.now() - now);
        } catch (error) {
          // A figure with errors is no figure: say what went wrong, once.
          if (errors === 0) console.error(`${name}:`, error);
          errors += 1;
        }
      }
    }),
  );
  const { user, system } = process.cpuUsage(used);
  const took = performance.now() - start;
  await side.settle?.();
  // What the calls left to others counts as theirs.
  const calls = Math.max(1, times.length);
  const perCall = watched.map((server, index) => [server.name, (server.cpu() - (usedBy[index] ?? 0)) / calls] as const);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    perSecond: times.length / (took / 1_000),
    p50: at(0.5),
    p99: at(0.99),
    errors,
    cpu: (user + system) / calls,
    watched: new Map(perCall),
  };
}
