import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { BlobDamagedError, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import { CHUNK_BYTES } from './chunk-writer.js';
import { onDisk } from './disk-failure.js';

const DIGEST_BYTES = 32;
/** Read and hashed at a time, so that other requests get their turn between. */
const PIECE_BYTES = 1024 * 1024;

/**
 * The bytes of a span, chunk by chunk, each compared with its digest before any of it is given out.
 * @throws BlobDamagedError at the first chunk that is not what was written.
 */
export async function* readChunks(file: FileHandle, blob: StoredBlob, span: ByteSpan): AsyncGenerator<Uint8Array> {
  const { size } = await onDisk(() => file.stat());
  if (size !== blob.size) throw new BlobDamagedError(blob.key, `it has ${size} bytes, ${blob.size} were written`);
  for (let offset = span.start - (span.start % CHUNK_BYTES); offset < span.end; offset += CHUNK_BYTES) {
    const chunk = await verifiedChunk(file, blob, offset);
    yield chunk.subarray(Math.max(0, span.start - offset), Math.min(chunk.length, span.end - offset));
  }
}

async function verifiedChunk(file: FileHandle, blob: StoredBlob, offset: number): Promise<Buffer> {
  const index = offset / CHUNK_BYTES;
  const chunk = Buffer.allocUnsafeSlow(Math.min(CHUNK_BYTES, blob.size - offset));
  const hash = createHash('sha256');
  for (let at = 0; at < chunk.length;) {
    const length = Math.min(PIECE_BYTES, chunk.length - at);
    const { bytesRead } = await onDisk(() => file.read(chunk, at, length, offset + at));
    if (bytesRead === 0) throw new BlobDamagedError(blob.key, `it ends inside chunk ${index + 1}`);
    hash.update(chunk.subarray(at, at + bytesRead));
    at += bytesRead;
  }
  const expected = blob.chunks.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
  if (!hash.digest().equals(expected)) throw new BlobDamagedError(blob.key, `chunk ${index + 1} does not match its digest`);
  return chunk;
}
