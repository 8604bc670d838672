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

/** A blob whose bytes come in parts. */
export interface PartUpload {
  /** What the blob will be called; its bytes are there once the parts are put together. */
  readonly key: BlobKey;
  /** The store's own name for the upload, as `beginParts` gave it. */
  readonly storeUpload: string;
}

/** One part of an upload: parts count from 1, and lie one after the other in the order of their numbers. */
export interface PartSlot {
  readonly number: number;
  /** Bytes; null where the client did not say beforehand how many there will be. */
  readonly size: number | null;
}

/** A part that has reached the store. */
export interface ArrivedPart extends PartSlot {
  readonly size: number;
  /** Names the bytes of this part in this store: SHA-256 in hexadecimal digits on disk, the ETag on S3. */
  readonly tag: string;
}

/** What is known of a part's bytes as they pass through us. */
export interface WrittenPart extends ArrivedPart {
  /** SHA-256 in hexadecimal digits. */
  readonly sha256: string;
}

/** A blob that lies in the store, whether the database knows of it or not. */
export interface StoredObject {
  readonly key: BlobKey;
  /** Bytes. */
  readonly size: number;
  readonly modifiedAt: Date;
}

/** Some of the stored blobs, in an order of the store's own; `next` is handed back for those after them, null at the end. */
export interface StoredObjectPage {
  readonly objects: readonly StoredObject[];
  readonly next: string | null;
}

/** How an answer that the store itself gives is to look, so that a browser saves it and runs nothing of it. */
export interface DirectAnswer {
  readonly contentType: string;
  readonly contentDisposition: string;
  /** For so long the address works. */
  readonly seconds: number;
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
   * Removes what writers that no longer run have left: unfinished bytes, noted blobs and parts of uploads that the database does not refer
   * to. `isReferred` answers for the key of a blob or of an upload that is still open. Safe beside running writers. @returns how many.
   */
  abstract sweepTemporaries(isReferred: (key: BlobKey) => Promise<boolean>): Promise<number>;

  /** Opens an upload by parts. @returns the store's own name for it. @throws SlipwayError STORAGE_FULL where `size` bytes have no room. */
  abstract beginParts(key: BlobKey, size: number | null): Promise<string>;
  /**
   * Takes the bytes of one part through us, without ever holding it whole. A part that came before is replaced once all bytes are there.
   * `check` is asked before; when it throws nothing is stored.
   * @throws SlipwayError STORAGE_FULL, UNAVAILABLE; what `check` or `content` throws.
   */
  abstract writePart(
    upload: PartUpload,
    slot: PartSlot,
    content: AsyncIterable<Uint8Array>,
    check?: (written: WrittenPart) => void,
  ): Promise<WrittenPart>;
  /** An address to which a client may put exactly this part for so many seconds, or null where parts go through us. */
  abstract partAddress(upload: PartUpload, slot: PartSlot, seconds: number): Promise<string | null>;
  /** The parts that have arrived, by number; none once they were put together or abandoned. */
  abstract arrivedParts(upload: PartUpload): Promise<readonly ArrivedPart[]>;
  /**
   * Makes the blob of these parts, in order, without copying a byte through us. It can be read from here on and stays noted until `settle`.
   * A repeat, also by another process after one that died here (then nothing arrived is left to name), ends in the same.
   * @throws SlipwayError INVALID_STATE when the parts are gone and the blob is not there.
   */
  abstract assemble(upload: PartUpload, parts: readonly ArrivedPart[]): Promise<void>;
  /** Forgets the parts, and the blob if it was made of them. Never throws: what cannot be removed now is found by the sweep. */
  abstract abandonParts(upload: PartUpload): Promise<void>;
  /**
   * Reads a blob once from its first byte to its last and computes its digests. `progress` is told the bytes read so far and may stop it by
   * throwing. @throws BlobDamagedError where it is not there; SlipwayError UNAVAILABLE.
   */
  abstract digest(key: BlobKey, progress?: (bytes: number) => void): Promise<WrittenBlob>;

  /** The stored blobs, page by page; `after` is a former page's `next`. One that is written or removed meanwhile may be missing or there. */
  abstract list(after: string | null, limit: number): Promise<StoredObjectPage>;
  /** An address from which a client may read the whole blob past us (not verified chunk by chunk), or null where the store has none. */
  abstract readAddress(key: BlobKey, answer: DirectAnswer): Promise<string | null>;
  /** Resolves when the store can be used. @throws SlipwayError UNAVAILABLE with a sentence that says what is wrong. */
  abstract ready(): Promise<void>;
}
