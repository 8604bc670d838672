import type { ReadCase } from './read-case.js';
import type { Answer, SizedApi } from './sized-api.js';

/** What one size took for a read. */
export interface SizeFigures {
  readonly p50: number;
  readonly p99: number;
  /** Of the last answer; null where it is no list. */
  readonly items: number | null;
}

/** One read at both sizes. */
export interface ReadFigures {
  readonly name: string;
  readonly small: SizeFigures;
  readonly big: SizeFigures;
}

const WARM_UP = 5;
const MIN_CALLS = 7;
const MAX_CALLS = 150;

/** Asks both in turn, so that a drift of the machine meets them alike, BENCH_READ_MS (1,000) for each or so many calls. */
export async function measureReads(name: string, small: [SizedApi, ReadCase], big: [SizedApi, ReadCase]): Promise<ReadFigures> {
  const budget = Number(process.env['BENCH_READ_MS'] ?? 1_000) * 2;
  const times: [number[], number[]] = [[], []];
  const items: (number | null)[] = [null, null];
  let spent = 0;
  for (let turn = 0; turn < MAX_CALLS + WARM_UP && (spent < budget || turn < MIN_CALLS + WARM_UP); turn += 1) {
    for (const [side, [api, read]] of [small, big].entries()) {
      const path = read.path(api.size, turn);
      const answer = path.includes('/events/stream') ? await api.firstEvent(path) : await api.get(path, read.asker);
      // A read that is cut off after five seconds is a figure too, and a bad one.
      if (answer.status !== 200 && !answer.text.includes('QUERY_TOO_EXPENSIVE'))
        throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
      items[side] = itemsOf(answer);
      spent += answer.ms;
      if (turn >= WARM_UP) times[side]?.push(answer.ms);
    }
  }
  return { name, small: figures(times[0], items[0] ?? null), big: figures(times[1], items[1] ?? null) };
}

function figures(times: number[], items: number | null): SizeFigures {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), items };
}

function itemsOf({ text }: Answer): number | null {
  if (!text.startsWith('{"items":')) return null;
  const page: { items: unknown[] } = JSON.parse(text);
  return page.items.length;
}
