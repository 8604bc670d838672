import { Injectable } from '@nestjs/common';

/** Requests of one process that may wait for receivers at once. */
export const TOTAL_SLOTS = 256;
/** At one endpoint, while less than half of all is in use. */
export const BURST = 32;
/** At one endpoint, while any is free. */
export const FAIR_SHARE = 4;
/** At one endpoint, always: so many endpoints that hang cannot take from one that answers. */
export const GUARANTEED = 2;

/**
 * Shares the sends of one process among endpoints. One endpoint alone gets a burst; as slots run out each gets less, and a little is never
 * refused: 50 endpoints that hang hold back nobody.
 */
@Injectable()
export class SendSlots {
  private readonly held = new Map<string, number>();
  private used = 0;

  /** Takes as many of `wanted` as may be taken now; at least one where the endpoint holds none. */
  take(endpointId: string, wanted = BURST): number {
    const before = this.held.get(endpointId) ?? 0;
    let granted = 0;
    while (granted < wanted && mayTake(before + granted, this.used + granted)) granted += 1;
    this.set(endpointId, before + granted);
    this.used += granted;
    return granted;
  }

  give(endpointId: string, count: number): void {
    this.set(endpointId, (this.held.get(endpointId) ?? 0) - count);
    this.used -= count;
  }

  private set(endpointId: string, count: number): void {
    if (count > 0) this.held.set(endpointId, count);
    else this.held.delete(endpointId);
  }
}

function mayTake(held: number, used: number): boolean {
  if (held < GUARANTEED) return true;
  if (held < FAIR_SHARE) return used < TOTAL_SLOTS;
  return held < BURST && used < TOTAL_SLOTS / 2;
}
