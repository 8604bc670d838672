import { CHUNK_BYTES } from './chunk-digests.js';

/** Room for bytes of chunks, shared by all readers of a process. */
class ChunkRoom {
  private taken = 0;

  constructor(private readonly most: number) {}

  /** Takes room for so many bytes. @returns false where there is none; then nothing was taken. */
  take(bytes: number): boolean {
    if (this.taken + bytes > this.most) return false;
    this.taken += bytes;
    return true;
  }

  /** Gives back what was taken. */
  giveBack(bytes: number): void {
    this.taken -= bytes;
  }
}

/**
 * Chunks that readers hold until what they were asked for is taken. A client that takes nothing holds one for as long as its connection lasts, so without
 * a bound a few hundred of them would be gigabytes.
 */
export const givenChunks = new ChunkRoom(16 * CHUNK_BYTES);
/** Chunks that are read while the one before them is sent. That is what makes few readers fast; many keep disk and processor busy without it. */
export const chunksAhead = new ChunkRoom(8 * CHUNK_BYTES);
