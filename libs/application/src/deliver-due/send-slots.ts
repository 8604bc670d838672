import { Injectable } from '@nestjs/common';

/** Requests of one process that may wait for receivers at once. */
export const TOTAL_SLOTS = 256;
/** At one endpoint, while less than half of all is in use. */
export const BURST = 32;
/** At one endpoint, while any is free. */
export const FAIR_SHARE = 4;
/** At one endpoint, always: so many endpoints that hang cannot take from one that answers. */
export const GUARANTEED = 2;
/** Deliveries of one process that may be claimed before a slot is free for them: what bounds its memory. */
const TOTAL_AHEAD = 2_048;

/**
 * Shares the sends of one process among endpoints. One endpoint alone gets a burst; as slots run out each gets less, and a little is never
 * refused: 50 endpoints that hang hold back nobody.
 */
@Injectable()
export class SendSlots {
  private readonly held = new Map<string, number>();
  private used = 0;
  private ahead = 0;

  /** How many of `wanted` may be taken now; at least one where the endpoint holds none. */
  free(endpointId: string, wanted = BURST): number {
    const before = this.held.get(endpointId) ?? 0;
    let granted = 0;
    while (granted < wanted && mayTake(before + granted, this.used + granted)) granted += 1;
    return granted;
  }

  /** Takes as many of `wanted` as may be taken now; at least one where the endpoint holds none. */
  take(endpointId: string, wanted = BURST): number {
    const granted = this.free(endpointId, wanted);
    if (granted === 0) return 0;
    this.held.set(endpointId, (this.held.get(endpointId) ?? 0) + granted);
    this.used += granted;
    return granted;
  }

  give(endpointId: string, count: number): void {
    const left = (this.held.get(endpointId) ?? 0) - count;
    if (left > 0) this.held.set(endpointId, left);
    else this.held.delete(endpointId);
    this.used -= count;
  }

  /** Takes places for deliveries that are claimed before their slots are free; less than wanted, or none, where many are taken. */
  takeAhead(wanted: number): number {
    const granted = Math.max(0, Math.min(wanted, TOTAL_AHEAD - this.ahead));
    this.ahead += granted;
    return granted;
  }

  giveAhead(count: number): void {
    this.ahead -= count;
  }
}

function mayTake(held: number, used: number): boolean {
  if (held < GUARANTEED) return true;
  if (held < FAIR_SHARE) return used < TOTAL_SLOTS;
  return held < BURST && used < TOTAL_SLOTS / 2;
}
