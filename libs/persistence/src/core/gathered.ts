import { AsyncResource } from 'node:async_hooks';
import { crowdFailures } from './crowd-failures.js';

/** Arrays of fewer keys are filled up with nulls to this length (see `Gathered`). */
export const FEWEST_KEYS = 10;
/** Keys of one statement, where nothing else is said. */
const MOST_KEYS = 100;
/** Statements of a kind on their way at once, where nothing else is said: one that takes long does not hold up all others. */
const LANES = 2;
/** Who has waited this long when a statement fails is told so too: its own would fail no earlier than that again. Milliseconds. */
const PATIENCE_MS = 1_000;

/** One key's answer. */
export type Placed<Answer> = Answer & {
  /** The place of the key that it answers, from 1, as `WITH ORDINALITY` counts. */
  readonly place: number;
};

interface Waiting<Key, Answer> {
  readonly key: Key;
  readonly since: number;
  /** Whoever asked: what is done for its statement belongs to its request. */
  readonly scope: AsyncResource;
  readonly resolve: (answer: Answer | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** How keys go together. */
export interface GatheredOptions<Key> {
  /** Keys of which it says the same are never asked for together, nor at the same time; those wait for as many statements as there are rivals before them. */
  readonly apart?: ((key: Key) => string) | null;
  /** Statements on their way at once. */
  readonly lanes?: number;
  /** Keys of one statement at most. */
  readonly most?: number;
}

/**
 * Short statements of one kind that go together when they come faster than the database answers. While fewer than `lanes` are on their way a
 * key is asked for at once, alone; what comes meanwhile waits for the next statement, which takes all of it. So a key waits for at most one
 * statement of others, its answer knows all that was committed before it was asked for, and a crowd costs a fraction of a statement each: most of
 * what a short statement costs on both ends of the connection is the statement and not the row.
 *
 * `run` is given the keys and answers in any order; a key may be left without an answer. Where it has arrays of keys it fills them up by `filled`: the
 * planner takes an array that it does not know for ten long, and makes a new plan for each statement for as long as a shorter one
 * looks cheaper than that, which takes longer than the statement.
 */
export class Gathered<Key, Answer> {
  private waiting: Waiting<Key, Answer>[] = [];
  private underWay = 0;
  private readonly busy = new Set<string>();
  private readonly apart: ((key: Key) => string) | null;
  private readonly lanes: number;
  private readonly most: number;

  constructor(
    private readonly run: (keys: readonly Key[]) => Promise<readonly Placed<Answer>[]>,
    { apart = null, lanes = LANES, most = MOST_KEYS }: GatheredOptions<Key> = {},
  ) {
    this.apart = apart;
    this.lanes = lanes;
    this.most = most;
  }

  /** The answer to a key, or undefined. @throws what `run` throws, for all that went together, but where it may be about another's key. */
  ask(key: Key): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, since: performance.now(), scope: new AsyncResource('slipway.Gathered'), resolve, reject });
      this.next();
    });
  }

  private next(): void {
    if (this.underWay >= this.lanes || this.waiting.length === 0) return;
    const together = this.take();
    const [first] = together;
    if (first === undefined) return;
    this.underWay += 1;
    const answered = first.scope.runInAsyncScope(() => this.answer(together));
    void answered.finally(() => {
      this.underWay -= 1;
      if (this.apart !== null) for (const { key } of together) this.busy.delete(this.apart(key));
      this.next();
    });
  }

  private take(): readonly Waiting<Key, Answer>[] {
    const { apart, busy } = this;
    if (apart === null) return this.waiting.splice(0, this.most);
    const [together, left]: [Waiting<Key, Answer>[], Waiting<Key, Answer>[]] = [[], []];
    for (const one of this.waiting) {
      const mark = apart(one.key);
      const free = together.length < this.most && !busy.has(mark);
      if (free) busy.add(mark);
      (free ? together : left).push(one);
    }
    this.waiting = left;
    return together;
  }

  private async answer(together: readonly Waiting<Key, Answer>[]): Promise<void> {
    try {
      const answers = await this.run(together.map(({ key }) => key));
      const found = new Map(answers.map((answer) => [answer.place, answer]));
      together.forEach(({ resolve }, index) => resolve(found.get(index + 1)));
    } catch (error) {
      if (together.length > 1 && mayBeAnothers(error)) await Promise.all(together.map((one) => this.answer([one])));
      else this.fail(together, error);
    }
  }

  private fail(together: readonly Waiting<Key, Answer>[], error: unknown): void {
    // What is wrong with one of these says nothing about those that were never sent.
    const tired = mayBeAnothers(error) ? -Infinity : performance.now() - PATIENCE_MS;
    const more = this.waiting.filter(({ since }) => since <= tired);
    this.waiting = this.waiting.filter(({ since }) => since > tired);
    const all = [...together, ...more];
    if (all.length > 1) crowdFailures.add(all.length, error);
    for (const { reject } of all) reject(error);
  }
}

/** Where the server has surely done nothing because of one of the keys: its errors about data (22), constraints (23), rivals (40), and our own (P0). */
function mayBeAnothers(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^(?:22|23|40|P0)/.test(error.code);
}

/** One column of keys as an array parameter, filled up with nulls, which match nothing. */
export function filled<Value>(values: readonly Value[]): (Value | null)[] {
  const missing = Math.max(0, FEWEST_KEYS - values.length);
  return [...values, ...Array.from({ length: missing }, () => null)];
}
