import { createHash } from 'node:crypto';
import type { BlobKey, WrittenBlob } from '#application/ports/blob-store';
import { countPassingBytes } from '#platform/memory/passing-bytes';
import { CHUNK_BYTES } from '../chunk-digests.js';
import { PartMemory } from './part-memory.js';
import type { S3Connection } from './s3-connection.js';

/** A small file asks for no more memory than this; no S3 takes a part under 5 MiB. */
const FIRST_BYTES = 512 * 1024;
/** Up to here parts are chunks; after it they are larger, because there are at most 10,000 of them. */
const PARTS_OF_ONE_CHUNK = 5_000;
const LATER_CHUNKS = 16;

const memory = new PartMemory();

/**
 * Copies a stream of any length into an object: one that fits into a chunk by one request, a longer one by parts, of which one is sent
 * while the next is filled where there is memory for two. Nothing can be read before all of it is there.
 * @throws what `check` or `content` throws, after the parts were dropped.
 */
export async function writeObject(
  connection: S3Connection,
  key: BlobKey,
  content: AsyncIterable<Uint8Array>,
  check?: (written: WrittenBlob) => void,
): Promise<WrittenBlob> {
  const writer = new ObjectWriter(connection, key);
  try {
    for await (const bytes of content) {
      await writer.add(bytes);
      countPassingBytes(bytes.length);
    }
    const written = await writer.finish(check);
    writer.release(true);
    return written;
  } catch (error) {
    await writer.drop();
    writer.release(false);
    throw error;
  }
}

class ObjectWriter {
  private readonly whole = createHash('sha256');
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private buffer: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private filled = 0;
  private own: Buffer | undefined;
  private spare: Buffer | undefined;
  private uploadId: string | undefined;
  private readonly parts: { readonly PartNumber: number; readonly ETag: string | undefined }[] = [];
  private number = 0;
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly connection: S3Connection,
    private readonly key: BlobKey,
  ) {}

  async add(bytes: Uint8Array): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      if (this.filled === this.partBytes()) await this.send();
      if (this.filled === this.buffer.length) this.grow(Math.min(this.partBytes(), bytes.length - offset + this.filled));
      const taken = bytes.subarray(offset, offset + this.buffer.length - this.filled);
      this.buffer.set(taken, this.filled);
      this.whole.update(taken);
      this.size += taken.length;
      this.filled += taken.length;
      offset += taken.length;
    }
  }

  async finish(check: ((written: WrittenBlob) => void) | undefined): Promise<WrittenBlob> {
    if (this.number === 0) {
      const bytes = this.buffer.subarray(0, this.filled);
      const digest = this.digestChunks(bytes);
      const written = this.written();
      check?.(written);
      const Body = digest === undefined ? bytes : this.connection.withDigest(bytes, digest);
      await this.connection.run((s3) => s3.putObject({ ...this.connection.at(this.key), Body, ContentLength: this.filled }));
      return written;
    }
    if (this.filled > 0) await this.send();
    await this.sending;
    const written = this.written();
    check?.(written);
    const MultipartUpload = { Parts: this.parts };
    await this.connection.runPatiently((s3) => s3.completeMultipartUpload({ ...this.upload(), MultipartUpload }));
    return written;
  }

  async drop(): Promise<void> {
    await this.sending.catch(() => undefined);
    if (this.uploadId === undefined) return;
    // What cannot be dropped now is found by the sweep.
    await this.connection.run((s3) => s3.abortMultipartUpload(this.upload())).catch(() => undefined);
  }

  /** Gives its memory back; once, at the end. */
  release(reusable: boolean): void {
    if (this.own !== undefined) memory.end(this.own, this.spare, reusable);
  }

  private async send(): Promise<void> {
    await this.sending;
    if (this.uploadId === undefined) {
      const made = await this.connection.run((s3) => s3.createMultipartUpload(this.connection.at(this.key)));
      this.uploadId = made.UploadId;
    }
    this.number += 1;
    const number = this.number;
    const bytes = this.buffer.subarray(0, this.filled);
    this.filled = 0;
    this.sending = this.sendPart(number, bytes, this.digestChunks(bytes));
    // Awaited at the next part; until then its failure must not count as unhandled.
    this.sending.catch(() => undefined);
    this.buffer = await this.bufferBeside(this.buffer);
  }

  /** What the next part is filled into while `sent` is on its way, or after it where there is no other memory. */
  private async bufferBeside(sent: Buffer): Promise<Buffer> {
    if (sent.length !== this.partBytes()) return Buffer.allocUnsafeSlow(this.partBytes());
    // The part before `sent` has arrived, so nothing is in the other one.
    if (sent === this.own && this.spare !== undefined && memory.isShort) {
      memory.giveBack(this.spare);
      this.spare = undefined;
    }
    const other = sent === this.spare ? this.own : sent === this.own ? (this.spare ??= memory.spare()) : undefined;
    if (other !== undefined) return other;
    await this.sending;
    return sent;
  }

  private async sendPart(number: number, bytes: Uint8Array, digest: string | undefined): Promise<void> {
    const Body = digest === undefined ? bytes : this.connection.withDigest(bytes, digest);
    const part = { ...this.upload(), PartNumber: number, Body, ContentLength: bytes.length };
    const { ETag } = await this.connection.run((s3) => s3.uploadPart(part));
    this.parts.push({ PartNumber: number, ETag });
  }

  /** Digests of the chunks of a part. @returns that of the part in hexadecimal digits, where it is one chunk. */
  private digestChunks(bytes: Uint8Array): string | undefined {
    const digests: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
      digests.push(
        createHash('sha256')
          .update(bytes.subarray(at, at + CHUNK_BYTES))
          .digest(),
      );
    this.chunks.push(...digests);
    return digests.length === 1 ? digests[0]?.toString('hex') : undefined;
  }

  private written(): WrittenBlob {
    return { size: this.size, sha256: this.whole.copy().digest('hex'), chunks: Buffer.concat(this.chunks) };
  }

  private partBytes(): number {
    return this.number < PARTS_OF_ONE_CHUNK ? CHUNK_BYTES : LATER_CHUNKS * CHUNK_BYTES;
  }

  private grow(atLeast: number): void {
    const larger = atLeast <= FIRST_BYTES ? Buffer.allocUnsafeSlow(FIRST_BYTES) : (this.own ??= memory.begin());
    larger.set(this.buffer.subarray(0, this.filled));
    this.buffer = larger;
  }

  private upload(): { Bucket: string; Key: string; UploadId: string | undefined } {
    return { ...this.connection.at(this.key), UploadId: this.uploadId };
  }
}
