import type { BlobKey, ByteSpan, StoredBlob } from './blob-store.js';
import type { Transaction } from './unit-of-work.js';

/** The next bytes to read again, held by one process until its lease ends. */
export interface ScrubTurn {
  readonly blob: StoredBlob;
  readonly span: ByteSpan;
  /** It was known as damaged before this turn. */
  readonly damaged: boolean;
}

/** A blob, or stored bytes without one, that nothing refers to. */
export interface UnusedBlob {
  readonly key: BlobKey;
  /** Bytes. */
  readonly size: number;
}

/** One page of all blobs' rows. */
export interface BlobPage {
  /** Those of the page that no living version and no open upload refers to. */
  readonly unused: readonly UnusedBlob[];
  /** Where the next page starts, or null after the last one. */
  readonly next: string | null;
}

/** What the care of stored bytes asks of the rows: what to read again, and what nothing refers to. */
export abstract class BlobCareStore {
  /**
   * Takes the blob that was read again longest ago, for at most `maxBytes` from where the scrub of it had come to (a multiple of a chunk), and
   * holds it for `leaseSeconds` by the database's clock. Null where every blob was read since `notSince`.
   */
  abstract takeForScrub(workspace: string, notSince: Date, maxBytes: number, leaseSeconds: number): Promise<ScrubTurn | null>;
  /** Writes down that a turn's bytes were read and lets go of the blob; `readWholeAt` when nothing of it is left to read. */
  abstract endScrubTurn(turn: ScrubTurn, readWholeAt: Date | null): Promise<void>;
  /**
   * A page of blobs written before `writtenBefore`, by id. Versions deleted before `deletedBefore` do not count as referring.
   */
  abstract pageOfBlobs(workspace: string, after: string | null, writtenBefore: Date, deletedBefore: Date): Promise<BlobPage>;
  /**
   * Removes the rows of blobs that still nothing refers to, and the deleted versions' paths to them.
   * @returns those whose rows are gone; their bytes are to be deleted after the commit.
   */
  abstract dropUnused(tx: Transaction, workspace: string, ids: readonly string[], deletedBefore: Date): Promise<readonly UnusedBlob[]>;
  /** Of these keys, the ids that a blob's row or an open upload knows. */
  abstract known(workspace: string, ids: readonly string[]): Promise<ReadonlySet<string>>;
}
