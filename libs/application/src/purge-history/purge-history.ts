import { Injectable } from '@nestjs/common';
import { Clock } from '#application/ports/clock';
import { RetentionStore, type Expiring, type PurgePlace } from '#application/ports/retention-store';

/** Deliveries and events are kept for 30 days (docs/reference/rest.md, Limits); the audit log keeps what happened for ever. */
export const KEPT_DAYS = 30;
/** Idempotency keys are kept for a day, longer than any client goes on repeating. */
const KEPT_KEYS_DAYS = 1;
/** In this order: an event goes when no delivery needs it. */
const KINDS: readonly (readonly [Expiring, days: number])[] = [
  ['keys', KEPT_KEYS_DAYS],
  ['deliveries', KEPT_DAYS],
  ['redeliveries', KEPT_DAYS],
  ['events', KEPT_DAYS],
];

/** Rows of one statement: some ten milliseconds of the database. */
const BATCH = 500;
/** Milliseconds of rest for each that the database worked: two thirds of its time stay with those who write. */
const REST = 2;
/** One turn, in milliseconds; whoever stops the worker waits no longer. */
const TURN_MS = 4_000;

/** What one turn did. */
export interface PurgeTurn {
  readonly removed: number;
  /** Something was left when the turn was over. */
  readonly more: boolean;
}

/** Removes deliveries, events and idempotency keys that are older than is promised; an endpoint that was disabled for longer has lost them. */
@Injectable()
export class PurgeHistory {
  /** Where the turn before was interrupted. */
  private readonly places = new Map<Expiring, PurgePlace>();

  constructor(
    private readonly store: RetentionStore,
    private readonly clock: Clock,
  ) {}

  /** One turn of small batches with rests between them. Ends early where another process is at it. */
  async execute(workspace: string, turnMs = TURN_MS): Promise<PurgeTurn> {
    let removed = 0;
    let left = turnMs;
    for (const [what, days] of KINDS) {
      const before = new Date(this.clock.now().getTime() - days * 86_400_000);
      for (let place = this.places.get(what) ?? null; ;) {
        if (left <= 0) return { removed, more: true };
        const batch = await this.store.purge(what, workspace, before, BATCH, place);
        if (batch === null) return { removed, more: true };
        removed += batch.removed;
        place = batch.next;
        if (place === null) break;
        this.places.set(what, place);
        const rest = Math.ceil(batch.ms * REST);
        left -= batch.ms + rest;
        await new Promise((resolve) => setTimeout(resolve, rest));
      }
      this.places.delete(what);
    }
    return { removed, more: false };
  }
}
