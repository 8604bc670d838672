import type { MassChangeBatch } from './mass-change-store.js';
import type { Transaction } from './unit-of-work.js';

/** What is sent again: by state, and by the time of the event's dispatch. */
export interface RedeliverSelection {
  /** Names the redelivery. */
  readonly id: string;
  readonly endpointId: string;
  readonly states: readonly ('dead' | 'delivered')[];
  readonly since: Date;
  readonly until: Date | null;
}

/** How far a redelivery came at once. */
export interface Redelivery {
  readonly count: number;
  /** Whether there may be others, which workers send again. */
  readonly more: boolean;
}

/** How a redelivery ended: all was looked at; somebody cancelled it; its endpoint was deleted or is gone. */
export type RedeliveryEnd = 'done' | 'cancelled' | 'stopped';

/** A redelivery that has ended. */
export interface EndedRedelivery {
  readonly id: string;
  readonly workspace: string;
  readonly endpointId: string;
  readonly state: RedeliveryEnd;
  /** Deliveries that it has sent again in all. */
  readonly count: number;
}

/** One batch of a redelivery. */
export interface RedeliveryBatch extends MassChangeBatch {
  /** Set where it was the last one. */
  readonly ended: EndedRedelivery | null;
}

/** Redeliveries of spans of time: begun by a request, carried out by the workers in batches (ADR 29). */
export abstract class RedeliveryStore {
  /** Redeliveries of the endpoint that have not ended; as many as that where its row is locked. */
  abstract underWay(tx: Transaction, endpointId: string): Promise<number>;
  /** Writes it down and makes the first finished deliveries pending again, with their ids; where these are all it has ended. */
  abstract begin(tx: Transaction, selection: RedeliverSelection): Promise<Redelivery>;
  /** How far one of the endpoint's is by now; null where it never had one of this id, or that was removed since. */
  abstract progressOf(tx: Transaction, endpointId: string, id: string): Promise<Redelivery | null>;
  /** Goes on with one of those under way that nobody else is at. @param limit deliveries that it looks at. @returns null where there is none. */
  abstract next(tx: Transaction, limit: number): Promise<RedeliveryBatch | null>;
  /**
   * Ends one that is under way, after the batch that somebody may be at.
   * @returns null where the endpoint has none of this id; `cancelled` is null where it had ended before.
   */
  abstract cancel(tx: Transaction, endpointId: string, id: string): Promise<{ readonly cancelled: EndedRedelivery | null } | null>;
}
