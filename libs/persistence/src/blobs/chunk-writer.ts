import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { WrittenBlob } from '#application/ports/blob-store';
import { onDisk } from './disk-failure.js';

/** Bytes of a chunk, the unit that is verified before any of it is given out (docs/architecture.md). */
export const CHUNK_BYTES = 8 * 1024 * 1024;
/** Bytes that are hashed and written at a time: under a millisecond of hashing, and a divisor of a chunk. */
const PIECE_BYTES = 1024 * 1024;

/**
 * Copies a stream into a file and hashes it on the way. Two pieces are held at most: one is filled and hashed while the other is written.
 * @throws SlipwayError STORAGE_FULL or UNAVAILABLE from the disk; what `content` throws.
 */
export async function writeChunks(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<WrittenBlob> {
  const writer = new ChunkWriter(file);
  try {
    for await (const bytes of content) await writer.add(bytes);
    return await writer.finish();
  } finally {
    await writer.settled();
  }
}

class ChunkWriter {
  private readonly whole: Hash = createHash('sha256');
  private chunk: Hash = createHash('sha256');
  private readonly digests: Buffer[] = [];
  private size = 0;
  private piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private spare = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private filled = 0;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly file: FileHandle) {}

  async add(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      const taken = bytes.subarray(offset, offset + PIECE_BYTES - this.filled);
      this.piece.set(taken, this.filled);
      this.filled += taken.length;
      offset += taken.length;
      if (this.filled === PIECE_BYTES) await this.flush();
    }
  }

  async finish(): Promise<WrittenBlob> {
    await this.flush();
    await this.writing;
    if (this.size % CHUNK_BYTES !== 0) this.digests.push(this.chunk.digest());
    return { size: this.size, sha256: this.whole.digest('hex'), chunks: Buffer.concat(this.digests) };
  }

  /** Waits for a write that still runs, so that the file can be closed; its error has been thrown already or no longer matters. */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const piece = this.piece.subarray(0, this.filled);
    if (piece.length === 0) return;
    this.whole.update(piece);
    this.chunk.update(piece);
    this.size += piece.length;
    if (this.size % CHUNK_BYTES === 0) {
      this.digests.push(this.chunk.digest());
      this.chunk = createHash('sha256');
    }
    await this.writing;
    this.writing = onDisk(() => writeAll(this.file, piece));
    // Awaited at the next piece; until then its failure must not count as unhandled.
    this.writing.catch(() => undefined);
    [this.piece, this.spare] = [this.spare, this.piece];
    this.filled = 0;
  }
}

/** A full disk first writes what still fits and fails at the next call. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    offset += (await file.write(bytes, offset, bytes.length - offset)).bytesWritten;
  }
}
