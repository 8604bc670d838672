import { LEASE_MS, LET_GO_AFTER_MS, LET_GO_AGAIN_MS, LET_GO_WITHIN_MS } from './drain-times.js';
import type { DrainParts } from './drain-parts.js';
import type { HeldDeliveries } from './held-deliveries.js';

/** A process's holding of an endpoint, by which others are turned away; and how it ends. */
export class EndpointHold {
  private stands = false;
  /** When the last claim was sent, from which on the endpoint is held. */
  private renewedAt = 0;
  private releasing: Promise<void> | null = null;

  constructor(
    private readonly endpointId: string,
    private readonly parts: DrainParts,
    private readonly held: HeldDeliveries,
  ) {}

  get holding(): boolean {
    return this.stands;
  }

  /** Told that a claim that was sent then has taken the endpoint. */
  taken(askedAt: number): void {
    [this.stands, this.renewedAt] = [true, askedAt];
  }

  /** Told that the answer to a claim was lost: it may have said that the endpoint is held. */
  perhapsTaken(askedAt: number): void {
    if (!this.stands) this.taken(askedAt);
  }

  /** Told that another process holds it now. */
  lost(): void {
    this.stands = false;
  }

  /** Milliseconds until the endpoint has to be let go, so that nobody else takes what is under way for given up. */
  timeLeft(now: number): number {
    return Math.max(0, this.renewedAt + LET_GO_AFTER_MS - now);
  }

  /** Does it at once, or after the endpoint was let go: until then nobody knows whether a claim stands by a lease of its own. */
  whenKnown(work: () => void): void {
    if (this.releasing === null) work();
    else void this.releasing.finally(work);
  }

  /** Lets other processes start deliveries of the endpoint. @returns whether something is due that came while they were turned away. */
  async release(): Promise<boolean> {
    if (!this.stands) return false;
    const releasing = this.released();
    this.releasing = releasing.then(
      () => undefined,
      () => undefined,
    );
    return releasing.finally(() => (this.releasing = null));
  }

  /**
   * Lets it go at the end, also where that takes several tries: till then nobody else sends to it, and no other drain of this process either.
   * @param failed told of each try that failed. @returns as `release`.
   */
  async end(failed: (error: unknown) => void): Promise<boolean> {
    const end = performance.now() + LET_GO_WITHIN_MS;
    for (;;) {
      try {
        return await this.release();
      } catch (error) {
        failed(error);
        if (performance.now() > end) return false;
      }
      await new Promise((resolve) => setTimeout(resolve, LET_GO_AGAIN_MS));
    }
  }

  private async released(): Promise<boolean> {
    const { gate, deliveries, owner } = this.parts;
    const release = { endpointId: this.endpointId, owner, unfinished: this.held.unleased, leaseMs: LEASE_MS };
    const { leased, due } = await gate.run(null, () => deliveries.release(release));
    this.stands = false;
    this.held.leased(leased);
    return due;
  }
}
