import { Injectable } from '@nestjs/common';
import { BlobCareStore, type ScrubTurn } from '#application/ports/blob-care-store';
import { BlobDamagedError, BlobStore } from '#application/ports/blob-store';
import { Clock } from '#application/ports/clock';
import type { CommandContext } from '#application/shared/command-context';
import { IntegrityRegister } from '#application/verify-version/integrity-register';
import { ScrubPace } from './scrub-pace.js';

/** Every byte is read again at least this often, where the rate allows it: long before a backup of 90 days has been overwritten. */
export const SCRUB_EVERY_DAYS = 30;
/** A turn reads some chunks; whoever needs longer than this was killed or lost its disk, and another process goes on. */
const LEASE_SECONDS = 120;

/** What one turn has found. */
export interface ScrubResult {
  /** Bytes that were read again and match their digests. */
  readonly checkedBytes: number;
  /** The blob that turned out to be damaged in this turn, or null. */
  readonly damaged: string | null;
}

/**
 * Reads stored bytes again, a little at a time, oldest reading first, so that what a disk or an object store loses silently is found while a
 * backup still has it. Damage is written down as a download would; a blob that was damaged and was read whole again (restored) makes its
 * versions verified again. Several processes may take turns; none reads what another one holds.
 */
@Injectable()
export class ScrubArtifacts {
  constructor(
    private readonly care: BlobCareStore,
    private readonly blobs: BlobStore,
    private readonly integrity: IntegrityRegister,
    private readonly clock: Clock,
    private readonly pace: ScrubPace,
  ) {}

  /** One turn at the configured pace, `seconds` after the last one. @returns as `execute`; null also where it is not the time for a chunk. */
  executeAtPace(context: CommandContext, seconds: number): Promise<ScrubResult | null> {
    const bytes = this.pace.take(seconds);
    return bytes === 0 ? Promise.resolve(null) : this.execute(context, bytes);
  }

  /**
   * One turn of at most `maxBytes`, which is rounded up to whole chunks by the store.
   * @returns what was read, or null where nothing is due.
   * @throws SlipwayError UNAVAILABLE when the store cannot be read now; the turn is taken again when its lease has ended.
   */
  async execute(context: CommandContext, maxBytes: number): Promise<ScrubResult | null> {
    const now = this.clock.now();
    const notSince = new Date(now.getTime() - SCRUB_EVERY_DAYS * 86_400_000);
    const turn = await this.care.takeForScrub(context.workspace, notSince, maxBytes, LEASE_SECONDS);
    if (turn === null) return null;
    const finding = await this.read(turn);
    const { id } = turn.blob.key;
    const last = turn.span.end >= turn.blob.size;
    if (finding !== null && !turn.damaged) {
      await this.integrity.record(context, { blobs: [{ id, finding }], damaged: true, foundBy: 'scrub' });
    }
    // Whole only where this scrub has read all of it: what was found damaged further back has already ended its round.
    if (finding === null && last && turn.damaged) {
      const restored = { id, finding: 'it matches its digests again' };
      await this.integrity.record(context, { blobs: [restored], damaged: false, foundBy: 'scrub' });
    }
    await this.care.endScrubTurn(turn, last || finding !== null ? now : null);
    return { checkedBytes: finding === null ? turn.span.end - turn.span.start : 0, damaged: finding === null ? null : id };
  }

  /** @returns what is wrong with the bytes, or null. */
  private async read(turn: ScrubTurn): Promise<string | null> {
    try {
      // The store compares; the bytes themselves are of no interest here.
      for await (const _ of this.blobs.read(turn.blob, turn.span));
      return null;
    } catch (error) {
      if (error instanceof BlobDamagedError) return error.finding;
      throw error;
    }
  }
}
