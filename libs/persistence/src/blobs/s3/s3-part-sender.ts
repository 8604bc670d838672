import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { PartSlot, PartUpload, WrittenPart } from '#application/ports/blob-store';
import { invalid } from '#domain/errors/slipway-error';
import { countPassingBytes } from '#platform/memory/passing-bytes';
import type { S3Connection } from './s3-connection.js';

/**
 * Passes one part on to the store as it comes, without holding it. The store keeps a part with its last byte: that is held back until `check`
 * has found all of them right.
 * @throws what `check` or `content` throws; SlipwayError INVALID_ARGUMENT where nobody said how many bytes there will be, UNAVAILABLE.
 */
export async function sendPart(
  connection: S3Connection,
  { key, storeUpload }: PartUpload,
  { number, size }: PartSlot,
  content: AsyncIterable<Uint8Array>,
  check: ((written: WrittenPart) => void) | undefined,
): Promise<WrittenPart> {
  if (size === null) throw invalid('Content-Length', 'length_required', 'Say with Content-Length how many bytes the part has.');
  const part = new PassingPart(number, size, check);
  const stop = new AbortController();
  const failure: { error?: unknown } = {};
  const Body = Readable.from(part.pieces(content), { objectMode: false });
  // The SDK waits for ever for a body that fails.
  Body.once('error', (error) => {
    failure.error = error;
    stop.abort();
  });
  const request = { ...connection.at(key), UploadId: storeUpload, PartNumber: number, Body, ContentLength: size };
  try {
    const { ETag } = await connection.run((s3) => s3.uploadPart(request, { abortSignal: stop.signal }));
    return part.written(ETag ?? '');
  } catch (error) {
    throw failure.error ?? error;
  } finally {
    Body.destroy();
  }
}

class PassingPart {
  private readonly hash = createHash('sha256');
  private sent = 0;

  constructor(
    private readonly number: number,
    private readonly size: number,
    private readonly check: ((written: WrittenPart) => void) | undefined,
  ) {}

  async *pieces(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const bytes of content) {
      this.hash.update(bytes);
      this.sent += bytes.length;
      if (this.sent >= this.size) this.check?.(this.written(''));
      yield bytes;
      countPassingBytes(bytes.length);
    }
    if (this.sent < this.size) this.check?.(this.written(''));
    if (this.sent !== this.size)
      throw invalid('Content-Length', 'size_mismatch', `Part ${this.number} has ${this.size} bytes, not ${this.sent}.`);
  }

  written(tag: string): WrittenPart {
    return { number: this.number, size: this.sent, sha256: this.hash.copy().digest('hex'), tag };
  }
}
