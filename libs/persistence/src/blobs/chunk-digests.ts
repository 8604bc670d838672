import { createHash, type Hash } from 'node:crypto';
import type { WrittenBlob } from '#application/ports/blob-store';

/** Bytes of a chunk, the unit that is verified before any of it is given out (docs/architecture.md). */
export const CHUNK_BYTES = 8 * 1024 * 1024;
/** Bytes that are hashed and written at a time: under a millisecond of hashing, and a divisor of a chunk. */
export const PIECE_BYTES = 1024 * 1024;

/** Computes what is known of a blob from its bytes in order: the digest of all and that of each chunk. */
export class ChunkDigests {
  private readonly whole: Hash = createHash('sha256');
  private chunk: Hash = createHash('sha256');
  private readonly digests: Buffer[] = [];
  private size = 0;

  /** Takes the next bytes, of any number. */
  add(bytes: Uint8Array): void {
    this.whole.update(bytes);
    for (let offset = 0; offset < bytes.length;) {
      const taken = bytes.subarray(offset, offset + CHUNK_BYTES - (this.size % CHUNK_BYTES));
      this.chunk.update(taken);
      this.size += taken.length;
      offset += taken.length;
      if (this.size % CHUNK_BYTES !== 0) continue;
      this.digests.push(this.chunk.digest());
      this.chunk = createHash('sha256');
    }
  }

  /** After the last byte; once. */
  finish(): WrittenBlob {
    if (this.size % CHUNK_BYTES !== 0) this.digests.push(this.chunk.digest());
    return { size: this.size, sha256: this.whole.digest('hex'), chunks: Buffer.concat(this.digests) };
  }
}
