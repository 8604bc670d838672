import { CHUNK_BYTES } from '../chunk-digests.js';

/** Parts that a process holds at once, spare ones among them. Every upload has one, so more than this many uploads have no spare one. */
const PARTS = 8;
/** So many uploads of a process fill a part while another of theirs is on its way; the others wait for theirs. */
const SPARES = 4;

/**
 * Memory for the parts of all uploads of a process. Each upload has one part's, so that a part can be sent again where the store broke off; a
 * few at a time have a second one, as long as all of them together stay small. What was given back is used again: memory that is new for every
 * part costs as much time as its digest, and lies about until it is collected.
 */
export class PartMemory {
  private readonly free: Buffer[] = [];
  private uploads = 0;
  private spares = 0;

  /** The one that every upload has. Given back by `end`. */
  begin(): Buffer {
    this.uploads += 1;
    return this.take();
  }

  /** A second one, or undefined while others have all of them. Given back by `giveBack` or `end`. */
  spare(): Buffer | undefined {
    if (this.spares === SPARES || this.uploads + this.spares >= PARTS) return undefined;
    this.spares += 1;
    return this.take();
  }

  /** True where so many uploads have begun meanwhile that who has a spare part is to give it back. */
  get isShort(): boolean {
    return this.uploads + this.spares > PARTS && this.spares > 0;
  }

  /** A spare part before its upload ends; no request holds it any longer. */
  giveBack(spare: Buffer): void {
    this.spares -= 1;
    this.keep([spare]);
  }

  /**
   * The end of an upload that has had these: its own, and a spare where it had one.
   * @param reusable false where a request that failed may not have let go of them.
   */
  end(own: Buffer, spare: Buffer | undefined, reusable: boolean): void {
    this.uploads -= 1;
    if (spare !== undefined) this.spares -= 1;
    this.keep(reusable ? [own, ...(spare === undefined ? [] : [spare])] : []);
  }

  /** A process without uploads keeps nothing, and one with some no more than would be held at once. */
  private keep(buffers: readonly Buffer[]): void {
    this.free.push(...buffers);
    const room = this.uploads === 0 ? 0 : Math.max(0, PARTS - this.uploads - this.spares);
    this.free.length = Math.min(this.free.length, room);
  }

  private take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }
}
