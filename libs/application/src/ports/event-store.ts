import type { EventEnvelope } from './webhook-sender.js';

/** A dispatched event with what those who follow are filtered by. */
export interface TailedEvent {
  readonly event: EventEnvelope;
  /** The model's name now: what the right to read is asked for. Null for an event of no model. */
  readonly modelNow: string | null;
  /** All stages that it is about. */
  readonly stages: readonly string[];
}

/** The log of dispatched events, for those who follow it. */
export abstract class EventStore {
  /** The last position that was given; 0 before the first. */
  abstract head(workspace: string): Promise<number>;
  /** The oldest position that is kept; null where none is. */
  abstract oldest(workspace: string): Promise<number | null>;
  /** Events after a position, in order, without gaps. Unfiltered: what is shown to whom is for the caller. */
  abstract after(workspace: string, position: number, limit: number): Promise<readonly TailedEvent[]>;
}
