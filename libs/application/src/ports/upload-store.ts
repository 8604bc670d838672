import type { Actor } from '#domain/access/actor';
import type { BlobKey } from './blob-store.js';
import type { Transaction } from './unit-of-work.js';

/** `completing`: the parts are being put together and read; `completed` and `aborted` are ends. */
export type UploadState = 'open' | 'completing' | 'completed' | 'aborted';

/** What is fixed when an upload begins. */
export interface NewUpload {
  readonly id: string;
  readonly workspace: string;
  readonly versionId: string;
  readonly path: string;
  /** What the blob will be called. */
  readonly key: BlobKey;
  /** Bytes of the file; null where the client does not say it beforehand. */
  readonly size: number | null;
  /** SHA-256 of the file in lower case, where the client says it beforehand. */
  readonly sha256: string | null;
  /** Bytes of every part but the last; null where the client decides. */
  readonly partSize: number | null;
  readonly partCount: number;
  /** Seconds until it is given up. */
  readonly lifetimeSeconds: number;
}

/** An upload as it stands. */
export interface StoredUpload extends Omit<NewUpload, 'lifetimeSeconds'> {
  readonly modelId: string;
  readonly version: number;
  /** The version's status, and whether it (or its model) was deleted meanwhile. */
  readonly status: string;
  readonly gone: boolean;
  /** Null until the upload was opened in the store. */
  readonly storeUpload: string | null;
  readonly state: UploadState;
  /** A process is completing it now. */
  readonly claimed: boolean;
  /** Bytes that were read while completing it. */
  readonly verifiedBytes: number;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Past `expiresAt` by the database's clock. */
  readonly expired: boolean;
}

/** The right to complete an upload; `resumed` where an earlier holder began and did not end it. */
export interface UploadClaim {
  readonly number: number;
  readonly resumed: boolean;
}

/** The rows of uploads by parts. Which parts have arrived is asked of the blob store. */
export abstract class UploadStore {
  abstract insert(tx: Transaction, upload: NewUpload, creator: Actor, at: Date): Promise<void>;
  abstract find(workspace: string, id: string, tx?: Transaction): Promise<StoredUpload | null>;
  /** Notes the store's own name of an upload. @returns the name that stands: of two at once the first. */
  abstract nameInStore(id: string, storeUpload: string): Promise<string | null>;
  /**
   * Takes an upload for completing it: one that is open, or whose completer has not been heard of for its lease.
   * @returns null where another process has it or it has ended.
   */
  abstract claim(id: string, leaseSeconds: number): Promise<UploadClaim | null>;
  /** @returns false when the claim is no longer the newest, or the upload has ended. */
  abstract renew(id: string, claim: number, leaseSeconds: number, verifiedBytes: number): Promise<boolean>;
  /** Lets go of a claim; `reopen` where no part was put together yet, so that parts can be sent again. */
  abstract release(id: string, claim: number, reopen: boolean): Promise<void>;
  /** Ends it as completed. @returns false when the claim is no longer the newest. */
  abstract complete(tx: Transaction, id: string, claim: number, file: { size: number; sha256: string }): Promise<boolean>;
  /** Ends it as aborted, if it is open, or nobody completes it now but (where given) the holder of `claim`. @returns whether it was ended. */
  abstract abort(tx: Transaction, id: string, failure: string | null, claim?: number): Promise<boolean>;
  /** Uploads whose time is over and that nobody completes now. */
  abstract expired(workspace: string, limit: number): Promise<readonly StoredUpload[]>;
  /** Removes the rows of uploads that ended before so many seconds. @returns how many. */
  abstract purge(workspace: string, olderThanSeconds: number, limit: number): Promise<number>;
}
