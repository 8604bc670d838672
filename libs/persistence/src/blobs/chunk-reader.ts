import { createHash, type Hash } from 'node:crypto';
import { BlobDamagedError, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import type { BlobSource, SpanReader } from './blob-source.js';
import { CHUNK_BYTES } from './chunk-digests.js';
import { chunksAhead, givenChunks } from './chunk-room.js';

const DIGEST_BYTES = 32;
/** What a reader holds for whom there is no room for a chunk. */
const SMALL_PIECE_BYTES = 128 * 1024;

/**
 * The bytes of a span, each chunk compared with its digest before any of it is given out: as a whole where there is room for it, and then the next one is
 * read meanwhile, or in small pieces. What was given out counts as held until the next is asked for, or the reading is ended by `return`.
 * @throws BlobDamagedError at the first chunk that is not what was written; what the source throws.
 */
export async function* readChunks(source: BlobSource, blob: StoredBlob, span: ByteSpan): AsyncGenerator<Uint8Array, void, undefined> {
  if (source.size !== blob.size) throw new BlobDamagedError(blob.key, `it has ${source.size} bytes, ${blob.size} were written`);
  if (span.start >= span.end) return;
  const start = span.start - (span.start % CHUNK_BYTES);
  const chunks = new WholeChunks(source, blob, Math.min(blob.size, Math.ceil(span.end / CHUNK_BYTES) * CHUNK_BYTES));
  try {
    for (let offset = start; offset < span.end; offset += CHUNK_BYTES) {
      const wanted = { start: Math.max(span.start, offset), end: Math.min(span.end, offset + CHUNK_BYTES) };
      const chunk = await chunks.next(offset);
      if (chunk === undefined) yield* readTwice(source, blob, offset, wanted);
      else yield chunk.subarray(wanted.start - offset, wanted.end - offset);
    }
  } finally {
    await chunks.close();
  }
}

/** The chunks of one reader that are held whole: at most the one that was given out last, and the one after it. */
class WholeChunks {
  private reader: SpanReader | undefined;
  private given = 0;
  private ahead: { readonly bytes: number; readonly chunk: Promise<Buffer> } | undefined;

  constructor(
    private readonly source: BlobSource,
    private readonly blob: StoredBlob,
    private readonly end: number,
  ) {}

  /** Lets go of the chunk before it. @returns undefined where there is no room. */
  async next(offset: number): Promise<Buffer | undefined> {
    // Given back and taken at once, so that a reader that has room keeps it until its end: what it has read ahead is for this chunk, and where its source stands.
    givenChunks.giveBack(this.given);
    this.given = 0;
    const bytes = this.bytesAt(offset);
    if (!givenChunks.take(bytes)) return undefined;
    this.given = bytes;
    const { ahead } = this;
    this.ahead = undefined;
    chunksAhead.giveBack(ahead?.bytes ?? 0);
    const chunk = await (ahead?.chunk ?? this.read(offset));
    this.readAhead(offset + CHUNK_BYTES);
    return chunk;
  }

  /** Gives everything back, after what is under way. */
  async close(): Promise<void> {
    try {
      await this.ahead?.chunk.catch(() => undefined);
      await this.reader?.close();
    } finally {
      chunksAhead.giveBack(this.ahead?.bytes ?? 0);
      givenChunks.giveBack(this.given);
    }
  }

  private readAhead(offset: number): void {
    const bytes = this.bytesAt(offset);
    if (offset >= this.end || !chunksAhead.take(bytes)) return;
    this.ahead = { bytes, chunk: this.read(offset) };
    // Awaited when the one before it has been used; until then its failure must not count as unhandled.
    this.ahead.chunk.catch(() => undefined);
  }

  private async read(offset: number): Promise<Buffer> {
    this.reader ??= this.source.from({ start: offset, end: this.end });
    const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, this.blob.size - offset));
    const hash = createHash('sha256');
    await this.reader.fill(chunk, (piece) => hash.update(piece));
    requireDigest(this.blob, offset / CHUNK_BYTES, hash.digest());
    return chunk;
  }

  /** What a chunk counts for: one that is no larger than a small piece would be held in any case. */
  private bytesAt(offset: number): number {
    const bytes = Math.min(CHUNK_BYTES, this.blob.size - offset);
    return bytes <= SMALL_PIECE_BYTES ? 0 : bytes;
  }
}

/**
 * A chunk for a reader who has to do with little memory: read once to compare it, and once more, piece by piece, to give it out. Each piece is
 * compared with the first reading, so nothing that changed in between is given out.
 */
async function* readTwice(
  source: BlobSource,
  blob: StoredBlob,
  offset: number,
  wanted: ByteSpan,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunk = { start: offset, end: Math.min(offset + CHUNK_BYTES, blob.size) };
  const pieces = {
    start: wanted.start - ((wanted.start - offset) % SMALL_PIECE_BYTES),
    end: Math.min(chunk.end, offset + Math.ceil((wanted.end - offset) / SMALL_PIECE_BYTES) * SMALL_PIECE_BYTES),
  };
  const { hash, digests } = await readFirst(source, blob, chunk, pieces);
  const reader = source.from(pieces);
  try {
    for (let start = pieces.start; start < pieces.end; start += SMALL_PIECE_BYTES) {
      const piece = Buffer.allocUnsafeSlow(Math.min(SMALL_PIECE_BYTES, pieces.end - start));
      await reader.fill(piece, (bytes) => hash.update(bytes));
      if (digests.shift()?.equals(hash.copy().digest()) !== true) {
        throw new BlobDamagedError(blob.key, `chunk ${offset / CHUNK_BYTES + 1} changes while it is read`);
      }
      yield piece.subarray(Math.max(0, wanted.start - start), Math.min(piece.length, wanted.end - start));
    }
  } finally {
    await reader.close();
  }
}

/**
 * Compares a chunk without keeping it. @returns what a second reading of `pieces` is compared with: the digest of all up to the end of each, which takes
 * no second digest of the bytes, and the hash of what lies before them, to go on from.
 */
async function readFirst(
  source: BlobSource,
  blob: StoredBlob,
  chunk: ByteSpan,
  pieces: ByteSpan,
): Promise<{ readonly hash: Hash; readonly digests: Buffer[] }> {
  const whole = createHash('sha256');
  let hash = whole.copy();
  const digests: Buffer[] = [];
  const passing = Buffer.allocUnsafeSlow(SMALL_PIECE_BYTES);
  const reader = source.from(chunk);
  try {
    for (let start = chunk.start; start < chunk.end; start += SMALL_PIECE_BYTES) {
      if (start === pieces.start) hash = whole.copy();
      await reader.fill(passing.subarray(0, chunk.end - start), (bytes) => whole.update(bytes));
      if (start >= pieces.start && start < pieces.end) digests.push(whole.copy().digest());
    }
  } finally {
    await reader.close();
  }
  requireDigest(blob, chunk.start / CHUNK_BYTES, whole.digest());
  return { hash, digests };
}

/** @throws BlobDamagedError where the digest of a chunk is not the one that was written down. */
function requireDigest(blob: StoredBlob, index: number, digest: Buffer): void {
  const expected = blob.chunks.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
  if (!digest.equals(expected)) throw new BlobDamagedError(blob.key, `chunk ${index + 1} does not match its digest`);
}
