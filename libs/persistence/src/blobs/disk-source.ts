import { BlobDamagedError, type BlobKey, type ByteSpan } from '#application/ports/blob-store';
import type { BlobBytes } from './blob-bytes.js';
import type { BlobSource, SpanReader } from './blob-source.js';
import { CHUNK_BYTES, PIECE_BYTES } from './chunk-digests.js';
import { onDisk } from './disk-failure.js';

/** Bytes that are read at a time: smaller than those of a writer, so that what is being sent meanwhile gets its turn more often. */
const READ_BYTES = PIECE_BYTES / 2;

/** The bytes of an open blob; whoever opened it closes it. */
export function diskSource(key: BlobKey, bytes: BlobBytes): BlobSource {
  return { size: bytes.size, from: ({ start }) => new DiskSpanReader(key, bytes, start) };
}

class DiskSpanReader implements SpanReader {
  constructor(
    private readonly key: BlobKey,
    private readonly bytes: BlobBytes,
    private position: ByteSpan['start'],
  ) {}

  async fill(target: Buffer, seen: (bytes: Uint8Array) => void): Promise<void> {
    const { position } = this;
    const readAt = (at: number): Promise<number> =>
      onDisk(() => this.bytes.read(target, at, Math.min(READ_BYTES, target.length - at), position + at));
    let reading = readAt(0);
    for (let at = 0; at < target.length;) {
      const read = await reading;
      if (read === 0) throw new BlobDamagedError(this.key, `it ends inside chunk ${Math.floor((position + at) / CHUNK_BYTES) + 1}`);
      const piece = target.subarray(at, at + read);
      at += read;
      // One piece is hashed while the next one is read.
      if (at < target.length) reading = readAt(at);
      seen(piece);
    }
    this.position += target.length;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
