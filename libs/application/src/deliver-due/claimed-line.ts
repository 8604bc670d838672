import { OPEN_AFTER } from '#domain/delivery/circuit-breaker';
import type { ClaimedDelivery, SendingEndpoint } from '#application/ports/delivery-store';

/** Claimed ahead at one endpoint at most. One statement for some hundred rows costs little more than for ten. */
const MOST_AHEAD = 192;
/** What is claimed ahead should be under way within so many milliseconds, by the speed at which the endpoint has answered. */
const AHEAD_MS = 500;
/**
 * What has not started so long after its claim is given back: the right to start deliveries (3 s) and the rights of the endpoint's owner are as
 * old as the claim, and what starts must be leased before that right ends.
 */
const START_WITHIN_MS = 1_000;

/** A claimed delivery whose turn has not come. */
export interface Waiting {
  readonly delivery: ClaimedDelivery;
  readonly endpoint: SendingEndpoint;
  readonly secrets: readonly string[];
}

/**
 * The claimed deliveries of one drain that wait for a send slot, in order; and how many of them there may be: as many as the endpoint has
 * accepted in the time before, so that one that is slow or hangs has none.
 */
export class ClaimedLine {
  private waiting: Waiting[] = [];
  private next = 0;
  private oldest = 0;
  private accepted = 0;
  private since = 0;
  private failuresInRow = 0;

  get length(): number {
    return this.waiting.length - this.next;
  }

  /** @param claimedAt when the claim was asked for, by the monotonic clock. */
  push(more: readonly Waiting[], claimedAt: number): void {
    if (this.length === 0) this.oldest = claimedAt;
    this.waiting = [...this.waiting.slice(this.next), ...more];
    this.next = 0;
  }

  shift(): Waiting | undefined {
    const first = this.waiting[this.next];
    if (first !== undefined) this.next += 1;
    return first;
  }

  /** Empties the line. @returns what stood in it. */
  clear(): readonly ClaimedDelivery[] {
    const rest = this.waiting.slice(this.next);
    this.waiting = [];
    this.next = 0;
    return rest.map(({ delivery }) => delivery);
  }

  /** Milliseconds until the line is too old to be sent. */
  timeLeft(now: number): number {
    return this.oldest + START_WITHIN_MS - now;
  }

  /** Told of each delivery that the endpoint accepted. */
  answered(): void {
    this.accepted += 1;
    this.failuresInRow = 0;
  }

  /** Told of each attempt that failed: then nothing more is claimed ahead until others were accepted. */
  failed(): void {
    this.accepted = 0;
    this.failuresInRow += 1;
  }

  /** Whether so many failed in a row that the circuit opens once they are stored. */
  get doubtful(): boolean {
    return this.failuresInRow >= OPEN_AFTER;
  }

  /** How many more than now may wait. */
  room(now: number): number {
    // Twice as many as since the last claim, so that it grows to what the endpoint takes.
    const pace = this.accepted * Math.min(2, AHEAD_MS / Math.max(1, now - this.since));
    return Math.max(0, Math.min(MOST_AHEAD, Math.floor(pace)) - this.length);
  }

  /** Told of each claim: the pace is counted from one to the next. */
  claimed(now: number): void {
    this.accepted = 0;
    this.since = now;
  }
}
