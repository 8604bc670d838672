import type { FileHandle } from 'node:fs/promises';
import { countPassingBytes } from '#platform/memory/passing-bytes';
import { onDisk } from './disk-failure.js';
import { PIECE_BYTES } from './chunk-digests.js';
import { givePiece, takePiece } from './piece-memory.js';

/** Bytes after which what has come in so far is sent to the disk. */
const SYNC_BYTES = 64 * 1024 * 1024;

/** What is told every byte of a stream, in order. */
export interface ByteListener {
  /** The bytes stay as they are until the promise resolves, where there is one. */
  add(bytes: Uint8Array): Promise<unknown> | undefined;
}

/**
 * Copies a stream into a file and tells `listener` of the bytes on the way. Two pieces are held at most: one is filled while the other is
 * written. @returns how many bytes there were. @throws SlipwayError STORAGE_FULL or UNAVAILABLE from the disk; what `content` throws.
 */
export async function writePieces(file: FileHandle, content: AsyncIterable<Uint8Array>, listener: ByteListener): Promise<number> {
  const writer = new PieceWriter(file, listener);
  try {
    for await (const bytes of content) {
      await writer.add(bytes);
      countPassingBytes(bytes.length);
    }
    return await writer.finish();
  } finally {
    await writer.settled();
  }
}

class PieceWriter {
  private size = 0;
  private piece = takePiece();
  private spare = takePiece();
  private filled = 0;
  private syncedAt = 0;
  private syncing: Promise<void> | undefined;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: FileHandle,
    private readonly listener: ByteListener,
  ) {}

  async add(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      const taken = bytes.subarray(offset, offset + PIECE_BYTES - this.filled);
      this.piece.set(taken, this.filled);
      this.filled += taken.length;
      offset += taken.length;
      if (this.filled === PIECE_BYTES) await this.flush();
    }
  }

  async finish(): Promise<number> {
    await this.flush();
    await this.writing;
    await this.syncing;
    return this.size;
  }

  /** Waits for a write that still runs, so that the file can be closed; its error has been thrown already or no longer matters. Once, at the end. */
  async settled(): Promise<void> {
    await this.writing.catch(() => undefined);
    await this.syncing?.catch(() => undefined);
    givePiece(this.piece);
    givePiece(this.spare);
  }

  private async flush(): Promise<void> {
    const piece = this.piece.subarray(0, this.filled);
    if (piece.length === 0) return;
    const heard = this.listener.add(piece);
    // Awaited with the write; until then its failure must not count as unhandled.
    heard?.catch(() => undefined);
    this.size += piece.length;
    await this.writing;
    this.syncFromTimeToTime();
    const written = onDisk(() => writeAll(this.file, piece));
    this.writing = heard === undefined ? written : Promise.all([written, heard]);
    // Awaited at the next piece; until then its failure must not count as unhandled.
    this.writing.catch(() => undefined);
    [this.piece, this.spare] = [this.spare, this.piece];
    this.filled = 0;
  }

  /** What has been written goes to the disk while more comes in, and not all of it at the end. An error is told by `finish`. */
  private syncFromTimeToTime(): void {
    if (this.syncing !== undefined || this.size - this.syncedAt < SYNC_BYTES) return;
    this.syncedAt = this.size;
    const syncing = onDisk(() => this.file.datasync());
    this.syncing = syncing;
    syncing.then(
      () => (this.syncing = undefined),
      () => undefined,
    );
  }
}

/** A full disk first writes what still fits and fails at the next call. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let offset = 0; offset < bytes.length;) {
    offset += (await file.write(bytes, offset, bytes.length - offset)).bytesWritten;
  }
}
