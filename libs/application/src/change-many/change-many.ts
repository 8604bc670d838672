import { Injectable } from '@nestjs/common';
import { MassChangeStore, type MassChangeBatch } from '#application/ports/mass-change-store';
import { RedeliverNext } from '#application/redeliver/redeliver-next';

/** Deliveries of one statement: some ten milliseconds of the database. Where it does not get that done in its time, a batch is half of the one before. */
const BATCH = 1_000;
const SMALLEST_BATCH = 10;
/** One turn with its rests, in milliseconds; whoever stops the worker waits no longer, but for the statement under way. */
const TURN_MS = 2_000;
/** After a batch that met what somebody else holds, in milliseconds: most transactions are shorter. */
const REST_WHERE_HELD_MS = 50;
/** Deleted endpoints of one turn. */
const ENDPOINTS = 100;

/** Does the next batch of at most so many deliveries; null where nothing is left to do in this turn. */
type Batches = (limit: number) => Promise<MassChangeBatch | null>;

/** One kind of change, with the size of batch that the database gets done of it. */
interface Kind {
  readonly begin: () => Batches;
  size: number;
}

/**
 * Carries out what was asked for of more deliveries than one transaction changes: ends those of deleted endpoints, makes those due that failed at an endpoint
 * which has recovered, and sends spans of time again. Any process may do it, and be killed at it, at any time.
 */
@Injectable()
export class ChangeMany {
  /** Whose turn it is comes first, from one turn of all to the next: none waits for the others, however slow they are or whatever fails in them. */
  private readonly kinds: Kind[];

  constructor(
    private readonly store: MassChangeStore,
    redeliveries: RedeliverNext,
  ) {
    this.kinds = [
      { begin: () => (limit) => store.retryFailing(limit), size: BATCH },
      { begin: () => (limit) => redeliveries.execute(limit), size: BATCH },
      { begin: () => this.endings(), size: BATCH },
    ];
  }

  /**
   * One turn, with as much rest as work between its batches. @param turnMs after which no batch begins but the first.
   * @returns how many deliveries were changed.
   * @throws SlipwayError UNAVAILABLE where a batch took too long or the database is away, once the others have had their time; the next turn goes on with
   * smaller ones of that kind.
   */
  async execute(turnMs = TURN_MS): Promise<number> {
    const end = performance.now() + turnMs;
    const left = new Map(this.kinds.map((kind) => [kind, kind.begin()]));
    const errors: unknown[] = [];
    const asked = new Set<Kind>();
    let changed = 0;
    do {
      const kind = this.next(left);
      if (kind === undefined) break;
      asked.add(kind);
      try {
        const batch = await left.get(kind)?.(kind.size);
        if (batch !== null && batch !== undefined) {
          changed += batch.changed;
          const rest = batch.held === true ? Math.max(REST_WHERE_HELD_MS, batch.ms) : batch.ms;
          await new Promise((resolve) => setTimeout(resolve, Math.ceil(Math.min(rest, Math.max(0, end - performance.now())))));
        } else left.delete(kind);
      } catch (error) {
        errors.push(error);
        kind.size = Math.max(SMALLEST_BATCH, Math.floor(kind.size / 2));
        left.delete(kind);
        asked.delete(kind);
      }
    } while (performance.now() < end);
    for (const kind of asked) kind.size = Math.min(BATCH, kind.size * 2);
    if (errors.length > 0) throw errors[0];
    return changed;
  }

  /** The kind that has waited longest of those that have something left; it is the last then. */
  private next(left: ReadonlyMap<Kind, Batches>): Kind | undefined {
    const place = this.kinds.findIndex((kind) => left.has(kind));
    const [kind] = place < 0 ? [] : this.kinds.splice(place, 1);
    if (kind !== undefined) this.kinds.push(kind);
    return kind;
  }

  /** Ends what is unfinished at deleted endpoints, a batch of each in turn. What somebody else holds is left to the next turn. */
  private endings(): Batches {
    let lines: { readonly id: string; readonly behind: number | null }[] | undefined;
    return async (limit) => {
      lines ??= (await this.store.deletedWithUnfinished(ENDPOINTS)).map((id) => ({ id, behind: null }));
      const line = lines.shift();
      if (line === undefined) return null;
      const batch = await this.store.endUnfinished(line.id, line.behind, limit);
      if (batch.next !== null) lines.push({ id: line.id, behind: batch.next });
      return batch;
    };
  }
}
