import { createHash } from 'node:crypto';
import { BlobDamagedError, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import type { BlobBytes } from './blob-bytes.js';
import { CHUNK_BYTES, PIECE_BYTES } from './chunk-digests.js';
import { onDisk } from './disk-failure.js';

const DIGEST_BYTES = 32;

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
    const chunk = await verifiedChunk(bytes, blob, offset);
    yield chunk.subarray(Math.max(0, span.start - offset), Math.min(chunk.length, span.end - offset));
  }
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
