import { BlobDamagedError, type BlobKey, type ByteSpan } from '#application/ports/blob-store';
import { SlipwayError } from '#domain/errors/slipway-error';
import { countPassingBytes } from '#platform/memory/passing-bytes';
import type { BlobSource, SpanReader } from '../blob-source.js';
import type { S3Connection } from './s3-connection.js';
import { isBeyondEnd, isMissing, s3Failure } from './s3-failure.js';

/** A stream of the store that breaks is asked for again from there, so many times without a byte between. */
const BREAKS = 3;
const NOTHING = new Uint8Array(0);

/** The size of a stored object. @throws BlobDamagedError where it is not there; SlipwayError UNAVAILABLE. */
export async function sizeOfObject(connection: S3Connection, key: BlobKey): Promise<number> {
  const head = await found(key, () => connection.run((s3) => s3.headObject(connection.at(key))));
  return head.ContentLength ?? 0;
}

/** The bytes of a stored object from `start` up to but without `end`; goes on where the store's stream breaks. */
export async function* readObject(connection: S3Connection, key: BlobKey, span: ByteSpan): AsyncGenerator<Uint8Array, void, undefined> {
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

/** A stored object, whose size is looked up. @throws BlobDamagedError where it is not there; SlipwayError UNAVAILABLE. */
export async function s3Source(connection: S3Connection, key: BlobKey): Promise<BlobSource> {
  const size = await sizeOfObject(connection, key);
  return { size, from: (span) => new S3SpanReader(readObject(connection, key, span), span.end - span.start) };
}

class S3SpanReader implements SpanReader {
  private rest: Uint8Array = NOTHING;

  constructor(
    private readonly pieces: AsyncGenerator<Uint8Array, void, undefined>,
    private left: number,
  ) {}

  async fill(target: Buffer, seen: (bytes: Uint8Array) => void): Promise<void> {
    for (let at = 0; at < target.length;) {
      if (this.rest.length === 0) this.rest = await this.more();
      const taken = this.rest.subarray(0, target.length - at);
      target.set(taken, at);
      seen(taken);
      at += taken.length;
      this.rest = taken.length < this.rest.length ? this.rest.subarray(taken.length) : NOTHING;
    }
    this.left -= target.length;
    // To the end of the answer: its connection serves others while the last chunk waits for its client, and is not broken off.
    if (this.left === 0) await this.pieces.next().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.pieces.return();
  }

  private async more(): Promise<Uint8Array> {
    const { done, value } = await this.pieces.next();
    if (done === true) throw new Error('an object was read beyond the span that was asked for');
    return value;
  }
}

/** @throws BlobDamagedError for an object that is not there, or ends before what is asked for: the bucket itself has answered. */
async function found<T>(key: BlobKey, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (isMissing(error)) throw new BlobDamagedError(key, 'its object is missing');
    if (isBeyondEnd(error)) throw new BlobDamagedError(key, 'its object has become shorter while it was read');
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
