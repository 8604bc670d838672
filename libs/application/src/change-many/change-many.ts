import { Injectable } from '@nestjs/common';
import { MassChangeStore, type MassChangeBatch } from '#application/ports/mass-change-store';

/** Deliveries of one statement: some ten milliseconds of the database. Where it does not get that done in its time, a batch is half of the one before. */
const BATCH = 1_000;
const SMALLEST_BATCH = 10;
/** One turn, in milliseconds; whoever stops the worker waits no longer. */
const TURN_MS = 2_000;
/** Deleted endpoints of one turn. */
const ENDPOINTS = 100;

/**
 * Carries out what was asked for of more deliveries than one transaction changes: ends those of deleted endpoints, makes those due that failed at an endpoint
 * which has recovered, and sends spans of time again. Any process may do it, and be killed at it, at any time.
 */
@Injectable()
export class ChangeMany {
  private batch = BATCH;

  constructor(private readonly store: MassChangeStore) {}

  /**
   * One turn, with as much rest as work between its batches. @returns how many deliveries were changed.
   * @throws SlipwayError UNAVAILABLE where a batch took too long or the database is away; the next turn goes on with smaller ones.
   */
  async execute(turnMs = TURN_MS): Promise<number> {
    try {
      const changed = await this.turn(turnMs);
      this.batch = Math.min(BATCH, this.batch * 2);
      return changed;
    } catch (error) {
      this.batch = Math.max(SMALLEST_BATCH, Math.floor(this.batch / 2));
      throw error;
    }
  }

  private async turn(turnMs: number): Promise<number> {
    let changed = 0;
    let left = turnMs;
    const rest = async (batch: MassChangeBatch): Promise<void> => {
      changed += batch.changed;
      left -= 2 * batch.ms;
      await new Promise((resolve) => setTimeout(resolve, Math.ceil(batch.ms)));
    };
    // Those that somebody waits for come first, and take turns, so that none of them waits for the others.
    for (let more = true; more && left > 0;) {
      more = false;
      for (const batch of [await this.store.retryFailing(this.batch), await this.store.redeliver(this.batch)]) {
        if (batch === null) continue;
        more = true;
        await rest(batch);
      }
    }
    for (const endpointId of left > 0 ? await this.store.deletedWithUnfinished(ENDPOINTS) : []) {
      for (let behind: number | null = null; left > 0;) {
        const batch = await this.store.endUnfinished(endpointId, behind, this.batch);
        await rest(batch);
        behind = batch.next;
        if (behind === null) break;
      }
    }
    return changed;
  }
}
