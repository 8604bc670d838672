import { CHUNK_BYTES } from '../chunk-digests.js';

/** So many uploads of a process fill a part while another of theirs is on its way; the others wait for theirs. */
const SPARES = 4;

/**
 * Memory for the parts of all uploads of a process. Each upload has one part's, so that a part can be sent again where the store broke off; a
 * few at a time have a second one. What was given back is used again: memory that is new for every part costs as much time as its digest, and
 * lies about until it is collected.
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

  /** A second one, or undefined while others have all of them. Given back by `end`. */
  spare(): Buffer | undefined {
    if (this.spares === SPARES) return undefined;
    this.spares += 1;
    return this.take();
  }

  /**
   * The end of an upload that has had these: its own, and a spare where it had one.
   * @param reusable false where a request that failed may not have let go of them.
   */
  end(own: Buffer, spare: Buffer | undefined, reusable: boolean): void {
    this.uploads -= 1;
    if (spare !== undefined) this.spares -= 1;
    if (reusable) this.free.push(own, ...(spare === undefined ? [] : [spare]));
    // A process without uploads keeps nothing.
    if (this.uploads === 0) this.free.length = 0;
  }

  private take(): Buffer {
    return this.free.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }
}
