import type { ManifestFile } from '#domain/registry/manifest';
import type { BlobKey, StoredBlob, WrittenBlob } from './blob-store.js';
import type { Transaction } from './unit-of-work.js';

export type Integrity = 'verified' | 'unverified' | 'damaged';

/** A version as the use cases about its bytes need it. */
export interface ArtifactVersion {
  readonly versionId: string;
  readonly version: number;
  readonly status: string;
  readonly integrity: Integrity;
  readonly deleted: boolean;
  readonly source: string;
  readonly runId: string | null;
  readonly gitCommit: string | null;
  readonly stage: string | null;
  /** Null until the version is finalized, and for bytes that Slipway does not store. */
  readonly manifestDigest: string | null;
}

/** A living model with the version that was asked for; null where it never had that number. */
export interface ArtifactPlace {
  readonly modelId: string;
  readonly model: string;
  readonly version: ArtifactVersion | null;
}

/** One file of a version with the blob that holds its bytes. */
export interface StoredArtifact extends ManifestFile {
  readonly blob: StoredBlob;
  readonly damaged: boolean;
  readonly createdAt: Date;
}

/** A file to put into a version that is still open. */
export interface NewArtifact {
  readonly workspace: string;
  readonly versionId: string;
  readonly path: string;
  readonly key: BlobKey;
  readonly blob: WrittenBlob;
  readonly at: Date;
}

/** `orphan`: the blob that nothing refers to any more; its row is gone, its bytes are to be deleted after the commit. */
export interface Placement {
  readonly replaced: boolean;
  readonly orphan: BlobKey | null;
}

/** A version that refers to a blob. */
export interface BlobUser {
  readonly modelId: string;
  readonly model: string;
  readonly versionId: string;
  readonly version: number;
  readonly status: string;
  readonly integrity: Integrity;
  readonly paths: readonly string[];
}

/** The rows of artifacts: which version has which path, and which blob holds its bytes. */
export abstract class ArtifactStore {
  /** Null when there is no such living model. */
  abstract locate(workspace: string, model: string, version: number, tx?: Transaction): Promise<ArtifactPlace | null>;
  abstract findFile(versionId: string, path: string): Promise<StoredArtifact | null>;
  /** All files in manifest order. */
  abstract files(versionId: string, tx?: Transaction): Promise<readonly StoredArtifact[]>;
  /**
   * A path of the version that no common file system can hold beside this one: equal after folding, or a file where the other needs a folder.
   */
  abstract collision(versionId: string, path: string, tx?: Transaction): Promise<string | null>;
  /** Writes the blob's row and lets the path refer to it. The model's row must be locked and `collision` be asked. */
  abstract place(tx: Transaction, artifact: NewArtifact): Promise<Placement>;
  /** Makes a pending version READY with this manifest. The model's row must be locked. */
  abstract register(
    tx: Transaction,
    modelId: string,
    versionId: string,
    manifest: { digest: string; bytes: number },
    at: Date,
  ): Promise<void>;
  /** True where a blob's row is there, or an upload by parts that is to become this blob and has not ended. */
  abstract isReferred(key: BlobKey): Promise<boolean>;
  /** Living versions that refer to any of these blobs, in order of model and number. */
  abstract usersOf(workspace: string, blobIds: readonly string[], tx?: Transaction): Promise<readonly BlobUser[]>;
  /**
   * Marks blobs as damaged, or as whole again.
   * @returns the ids of those that are there, whether this changed them or not.
   */
  abstract markBlobs(tx: Transaction, workspace: string, blobIds: readonly string[], damaged: boolean): Promise<readonly string[]>;
  abstract hasDamagedBlob(tx: Transaction, versionId: string): Promise<boolean>;
  /** @returns false when the version has that integrity already. */
  abstract setIntegrity(tx: Transaction, versionId: string, integrity: Integrity): Promise<boolean>;
  /** Stamps a version that was changed with the time of its event. */
  abstract stamp(tx: Transaction, versionId: string, at: Date): Promise<void>;
}
