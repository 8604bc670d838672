import { createHash, type Hash } from 'node:crypto';
import { BlobDamagedError, type BlobKey, type ByteSpan, type StoredBlob } from '#application/ports/blob-store';
import { SlipwayError } from '#domain/errors/slipway-error';
import { countPassingBytes } from '#platform/memory/passing-bytes';
import { CHUNK_BYTES } from '../chunk-digests.js';
import { requireDigest } from '../chunk-reader.js';
import type { S3Connection } from './s3-connection.js';
import { isMissing, s3Failure } from './s3-failure.js';

/** A stream of the store that breaks is asked for again from there, so many times without a byte between. */
const BREAKS = 3;

/** The size of a stored object. @throws BlobDamagedError where it is not there; SlipwayError UNAVAILABLE. */
export async function sizeOfObject(connection: S3Connection, key: BlobKey): Promise<number> {
  const head = await found(key, () => connection.run((s3) => s3.headObject(connection.at(key))));
  return head.ContentLength ?? 0;
}

/** The bytes of a stored object from `start` up to but without `end`; goes on where the store's stream breaks. */
export async function* readObject(connection: S3Connection, key: BlobKey, span: ByteSpan): AsyncGenerator<Uint8Array> {
  let { start } = span;
  for (let breaks = 0; start < span.end; breaks += 1) {
    const from = start;
    const range = { ...connection.at(key), Range: `bytes=${start}-${span.end - 1}` };
    const { Body } = await found(key, () => connection.run((s3) => s3.getObject(range)));
    if (!isPieces(Body)) throw new Error('the SDK gave no stream');
    try {
      for await (const bytes of Body) {
        start += bytes.length;
        yield bytes;
        countPassingBytes(bytes.length);
      }
    } catch (error) {
      if (breaks >= BREAKS) throw brokenOff(connection, error);
    }
    if (start > from) breaks = 0;
    else if (breaks >= BREAKS) throw brokenOff(connection, undefined);
  }
}

/**
 * The bytes of a span, chunk by chunk, each compared with its digest before any of it is given out.
 * @throws BlobDamagedError at the first chunk that is not what was written; SlipwayError UNAVAILABLE.
 */
export async function* readVerified(
  connection: S3Connection,
  blob: StoredBlob,
  span: ByteSpan,
): AsyncGenerator<Uint8Array, void, undefined> {
  const size = await sizeOfObject(connection, blob.key);
  if (size !== blob.size) throw new BlobDamagedError(blob.key, `it has ${size} bytes, ${blob.size} were written`);
  const start = span.start - (span.start % CHUNK_BYTES);
  const end = Math.min(blob.size, Math.ceil(span.end / CHUNK_BYTES) * CHUNK_BYTES);
  if (span.start >= span.end) return;
  let chunk = new OpenChunk(start, blob.size);
  for await (const bytes of readObject(connection, blob.key, { start, end })) {
    for (let offset = 0; offset < bytes.length;) {
      offset += chunk.add(bytes.subarray(offset));
      if (!chunk.full) continue;
      requireDigest(blob, chunk.start / CHUNK_BYTES, chunk.digest());
      yield chunk.bytes.subarray(Math.max(0, span.start - chunk.start), Math.min(chunk.bytes.length, span.end - chunk.start));
      chunk = new OpenChunk(chunk.start + CHUNK_BYTES, blob.size);
    }
  }
}

/** A chunk that is being filled; its memory is taken with its first byte. */
class OpenChunk {
  private readonly hash: Hash = createHash('sha256');
  private readonly length: number;
  private filled = 0;
  private buffer: Buffer | undefined;

  constructor(
    readonly start: number,
    size: number,
  ) {
    this.length = Math.max(0, Math.min(CHUNK_BYTES, size - start));
  }

  get bytes(): Buffer {
    this.buffer ??= Buffer.allocUnsafeSlow(this.length);
    return this.buffer;
  }

  get full(): boolean {
    return this.filled === this.length;
  }

  /** @returns how many of the bytes fitted in. */
  add(bytes: Uint8Array): number {
    const taken = bytes.subarray(0, this.length - this.filled);
    this.bytes.set(taken, this.filled);
    this.hash.update(taken);
    this.filled += taken.length;
    return taken.length;
  }

  digest(): Buffer {
    return this.hash.digest();
  }
}

/** @throws BlobDamagedError for an object that is not there: the bucket itself has answered. */
async function found<T>(key: BlobKey, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isMissing(error)) throw new BlobDamagedError(key, 'its object is missing');
    throw error;
  }
}

function brokenOff(connection: S3Connection, error: unknown): unknown {
  const cause = error ?? new Error('the stream ended before its end');
  const translated = s3Failure(connection.place, cause);
  if (translated instanceof SlipwayError) return translated;
  return new SlipwayError('UNAVAILABLE', 'The artifact store (S3) broke off while it was read.', { retryAfter: 5, cause });
}

function isPieces(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
