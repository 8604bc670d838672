/** What names the bytes of one blob; never given out twice. */
export interface BlobKey {
  readonly workspace: string;
  readonly id: string;
}

/** What is known of a blob's bytes once they are written. */
export interface WrittenBlob {
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of all bytes, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
  /** SHA-256 of each chunk of 8 MiB (the last may be shorter), 32 bytes each, in order. */
  readonly chunks: Uint8Array;
}

/** A blob as it can be read back. */
export interface StoredBlob extends WrittenBlob {
  readonly key: BlobKey;
}

/** Bytes from `start` up to but without `end`. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** The stored bytes are gone, cut off, or not those that were written. */
export class BlobDamagedError extends Error {
  constructor(
    readonly key: BlobKey,
    /** What is wrong, for the audit log. */
    readonly finding: string,
  ) {
    super(`blob ${key.id} is damaged: ${finding}`);
    this.name = 'BlobDamagedError';
  }
}

/**
 * Immutable bytes under random keys. Whether a blob is in use is known by the database alone; while that is being decided (from the write to
 * the commit, from the commit of a removal to the removal) the store keeps a note of it, so that whatever a killed process leaves behind is
 * found by `sweepTemporaries`.
 */
export abstract class BlobStore {
  /**
   * Stores a stream of any length without ever holding it whole. The blob can be read only after this has returned, and stays noted until
   * `settle`. `check` is asked before the bytes get their place; when it throws nothing is stored.
   * @throws SlipwayError STORAGE_FULL when there is no room left; what `check` or `content` throws. Nothing is left behind then.
   */
  abstract write(key: BlobKey, content: AsyncIterable<Uint8Array>, check?: (written: WrittenBlob) => void): Promise<WrittenBlob>;
  /**
   * The bytes of a span, in pieces that end where chunks end. Each chunk is compared with its digest before the first byte of it is given out.
   * @throws BlobDamagedError in the place of the first bad chunk; SlipwayError UNAVAILABLE when the store cannot be read now.
   */
  abstract read(blob: StoredBlob, span: ByteSpan): AsyncIterable<Uint8Array>;
  /** Notes that the database is about to let go of this blob. */
  abstract unsettle(key: BlobKey): Promise<void>;
  /** Takes the note back: the database refers to this blob. */
  abstract settle(key: BlobKey): Promise<void>;
  /** Removes the bytes. Never throws: what cannot be removed now stays noted. */
  abstract delete(key: BlobKey): Promise<void>;
  /**
   * Removes what writers that no longer run have left: unfinished bytes, and noted blobs that the database does not refer to.
   * Safe beside running writers. @returns how many were removed.
   */
  abstract sweepTemporaries(isReferred: (key: BlobKey) => Promise<boolean>): Promise<number>;
}
