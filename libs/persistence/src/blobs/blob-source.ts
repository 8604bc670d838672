import type { ByteSpan } from '#application/ports/blob-store';

/** Where the bytes of a stored blob come from: a disk or a bucket. They may change or break off at any time; nothing is compared here. */
export interface BlobSource {
  /** Bytes that lie there. */
  readonly size: number;
  /** The bytes of a span from its first to its last. Nothing is asked of the store before the first `fill`. */
  from(span: ByteSpan): SpanReader;
}

/** Reads one span, in order. */
export interface SpanReader {
  /**
   * Fills `target` with the next bytes and tells `seen` of them as they come, while more are on their way.
   * @throws BlobDamagedError where the blob ends before; SlipwayError UNAVAILABLE. The reader cannot be used after that, only closed.
   */
  fill(target: Buffer, seen: (bytes: Uint8Array) => void): Promise<void>;
  /** Lets go of what it reads from, also in the middle; never while a `fill` is under way. Never throws. */
  close(): Promise<void>;
}
