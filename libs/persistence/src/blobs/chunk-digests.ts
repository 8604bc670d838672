import { createHash, type Hash } from 'node:crypto';
import type { WrittenBlob } from '#application/ports/blob-store';
import { HashThread, LocalHash, type PieceHash } from './hash-thread.js';

/** Bytes of a chunk, the unit that is verified before any of it is given out (docs/architecture.md). */
export const CHUNK_BYTES = 8 * 1024 * 1024;
/** Bytes that are hashed and written at a time: under a millisecond of hashing, and a divisor of a chunk. */
export const PIECE_BYTES = 1024 * 1024;

const thread = new HashThread();

/**
 * Computes what is known of a blob from its bytes in order: the digest of all and that of each chunk. The first chunk is hashed once, for
 * both; from the second on the chunks are hashed by a thread of their own where `elsewhere` says so, because twice is too much for the main
 * one (bench/RESULTS.md).
 */
export class ChunkDigests {
  private readonly whole: Hash = createHash('sha256');
  private chunk: (PieceHash & { drop?(): void }) | undefined;
  private readonly digests: Promise<Uint8Array>[] = [];
  private size = 0;

  constructor(private readonly elsewhere = false) {}

  /** Takes the next bytes, of any number. They must stay as they are until the promise resolves, where there is one. */
  add(bytes: Uint8Array): Promise<unknown> | undefined {
    const heard: Promise<void>[] = [];
    for (let offset = 0; offset < bytes.length;) {
      const taken = bytes.subarray(offset, offset + CHUNK_BYTES - (this.size % CHUNK_BYTES));
      this.whole.update(taken);
      const listening = this.size < CHUNK_BYTES ? undefined : this.hash().update(taken);
      if (listening !== undefined) heard.push(listening);
      this.size += taken.length;
      offset += taken.length;
      if (this.size % CHUNK_BYTES === 0) this.endChunk();
    }
    return heard.length === 0 ? undefined : Promise.all(heard);
  }

  /** After the last byte; once. */
  async finish(): Promise<WrittenBlob> {
    if (this.size % CHUNK_BYTES !== 0) this.endChunk();
    const chunks = Buffer.concat(await Promise.all(this.digests));
    return { size: this.size, sha256: this.whole.digest('hex'), chunks };
  }

  /** Instead of `finish`, where nobody wants to know any more. */
  drop(): void {
    this.chunk?.drop?.();
    this.chunk = undefined;
  }

  private hash(): PieceHash {
    this.chunk ??= this.elsewhere ? thread.start() : new LocalHash();
    return this.chunk;
  }

  private endChunk(): void {
    const digest = this.size <= CHUNK_BYTES ? Promise.resolve(this.whole.copy().digest()) : this.hash().digest();
    // Awaited at the end; until then its failure must not count as unhandled.
    digest.catch(() => undefined);
    this.digests.push(digest);
    this.chunk = undefined;
  }
}
