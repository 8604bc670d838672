import type { ClaimedDelivery } from '#application/ports/delivery-store';

/** While fewer are held, a claim looks at everything that is due: passing over them costs next to nothing. */
const WORTH_A_CURSOR = 32;

/**
 * What a drain has claimed and has no result stored of. No row says so while its process holds the endpoint: so the next claims are told what to
 * pass over, and before the endpoint is let go each gets a lease of its own.
 */
export class HeldDeliveries {
  private readonly held = new Map<string, ClaimedDelivery>();
  private behind = -1;
  private cameShort = true;

  add(claimed: readonly ClaimedDelivery[]): void {
    for (const delivery of claimed) {
      this.held.set(delivery.id, delivery);
      this.behind = Math.max(this.behind, delivery.event.position);
    }
  }

  drop(delivery: ClaimedDelivery): void {
    this.held.delete(delivery.id);
  }

  /** These were not started: the next claim finds them again, before all that is behind them. */
  giveBack(rest: readonly ClaimedDelivery[]): void {
    for (const delivery of rest) this.drop(delivery);
    if (rest.length > 0) [this.behind, this.cameShort] = [-1, true];
  }

  /** Those that nothing but the endpoint's holding keeps others from. */
  get unleased(): readonly ClaimedDelivery[] {
    return [...this.held.values()].filter(({ epoch }) => epoch !== null);
  }

  /** What the next claim passes over: in a long line all up to the last one, unless too little was found behind it the last time. */
  passOver(ordered: boolean): { readonly held: readonly number[]; readonly after: number | null } {
    const after = ordered || this.cameShort || this.held.size < WORTH_A_CURSOR ? null : this.behind;
    const positions = this.unleased.map(({ event }) => event.position);
    return { held: after === null ? positions : positions.filter((position) => position > after), after };
  }

  /** Told whether a claim found as much as it asked for. @returns whether there may be more: in front of where it looked. */
  found(enough: boolean, after: number | null): boolean {
    this.cameShort = !enough;
    return enough || after !== null;
  }

  /** These have leases of their own from now on. */
  leased(ids: readonly string[]): void {
    for (const id of ids) {
      const delivery = this.held.get(id);
      if (delivery !== undefined) delivery.epoch = null;
    }
  }
}
