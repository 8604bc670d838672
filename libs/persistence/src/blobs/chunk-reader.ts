import { createHash } from 'node:crypto';
import { BlobDamagedError, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import type { BlobBytes } from './blob-bytes.js';
import { CHUNK_BYTES, PIECE_BYTES } from './chunk-digests.js';
import { onDisk } from './disk-failure.js';

const DIGEST_BYTES = 32;

/**
 * Chunks that may wait in this process for readers to take them. A reader that takes nothing holds one or two for as long as its connection
 * lasts, so without a bound a few hundred of them would be gigabytes.
 */
const MOST_HELD = 16;
/** What a reader holds beyond that. */
const SMALL_PIECE_BYTES = 128 * 1024;
let held = 0;

/** Bytes that are read at a time: smaller than those of a writer, so that what is being sent meanwhile gets its turn more often. */
const READ_BYTES = PIECE_BYTES / 2;

/**
 * The bytes of a span, chunk by chunk, each compared with its digest before any of it is given out.
 * @throws BlobDamagedError at the first chunk that is not what was written.
 */
export async function* readChunks(bytes: BlobBytes, blob: StoredBlob, span: ByteSpan): AsyncGenerator<Uint8Array, void, undefined> {
  const { size } = bytes;
  if (size !== blob.size) throw new BlobDamagedError(blob.key, `it has ${size} bytes, ${blob.size} were written`);
  for (let offset = span.start - (span.start % CHUNK_BYTES); offset < span.end; offset += CHUNK_BYTES) {
    const wanted = { start: Math.max(span.start, offset), end: Math.min(span.end, offset + CHUNK_BYTES) };
    if (held >= MOST_HELD) yield* readTwice(bytes, blob, offset, wanted);
    else {
      held += 1;
      try {
        const chunk = await verifiedChunk(bytes, blob, offset);
        yield chunk.subarray(wanted.start - offset, wanted.end - offset);
      } finally {
        held -= 1;
      }
    }
  }
}

/**
 * A chunk for a reader who has to do with little memory: read once to compare it, and once more, piece by piece, to give it out. Each piece is
 * compared with the first reading, so nothing that changed in between is given out.
 */
async function* readTwice(
  bytes: BlobBytes,
  blob: StoredBlob,
  offset: number,
  wanted: ByteSpan,
): AsyncGenerator<Uint8Array, void, undefined> {
  const end = Math.min(offset + CHUNK_BYTES, blob.size);
  const whole = createHash('sha256');
  const pieces: { readonly start: number; readonly digest: Buffer }[] = [];
  for (let start = offset; start < end; start += SMALL_PIECE_BYTES) {
    const piece = await readPiece(bytes, blob, start, end);
    whole.update(piece);
    pieces.push({ start, digest: createHash('sha256').update(piece).digest() });
  }
  const index = offset / CHUNK_BYTES;
  requireDigest(blob, index, whole.digest());
  for (const { start, digest } of pieces) {
    if (start >= wanted.end || start + SMALL_PIECE_BYTES <= wanted.start) continue;
    const piece = await readPiece(bytes, blob, start, end);
    if (!createHash('sha256').update(piece).digest().equals(digest)) {
      throw new BlobDamagedError(blob.key, `chunk ${index + 1} changes while it is read`);
    }
    yield piece.subarray(Math.max(0, wanted.start - start), Math.min(piece.length, wanted.end - start));
  }
}

async function readPiece(bytes: BlobBytes, blob: StoredBlob, start: number, end: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(Math.min(SMALL_PIECE_BYTES, end - start));
  for (let at = 0; at < piece.length;) {
    const read = await onDisk(() => bytes.read(piece, at, piece.length - at, start + at));
    if (read === 0) throw new BlobDamagedError(blob.key, `it ends inside chunk ${Math.floor(start / CHUNK_BYTES) + 1}`);
    at += read;
  }
  return piece;
}

/** Piece by piece, so that other requests get their turn between; one is hashed while the next one is read. */
async function verifiedChunk(bytes: BlobBytes, blob: StoredBlob, offset: number): Promise<Buffer> {
  const index = offset / CHUNK_BYTES;
  const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, blob.size - offset));
  const hash = createHash('sha256');
  const readAt = (at: number): Promise<number> => onDisk(() => bytes.read(chunk, at, Math.min(READ_BYTES, chunk.length - at), offset + at));
  let reading = readAt(0);
  for (let at = 0; at < chunk.length;) {
    const read = await reading;
    if (read === 0) throw new BlobDamagedError(blob.key, `it ends inside chunk ${index + 1}`);
    const piece = chunk.subarray(at, at + read);
    at += read;
    if (at < chunk.length) reading = readAt(at);
    hash.update(piece);
  }
  requireDigest(blob, index, hash.digest());
  return chunk;
}

/** @throws BlobDamagedError where the digest of a chunk is not the one that was written down. */
export function requireDigest(blob: StoredBlob, index: number, digest: Buffer): void {
  const expected = blob.chunks.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
  if (!digest.equals(expected)) throw new BlobDamagedError(blob.key, `chunk ${index + 1} does not match its digest`);
}
