import type { ManifestFile } from '#domain/registry/manifest';

/** The files of a version as every door shows them. */
export interface ManifestView {
  readonly modelId: string;
  readonly model: string;
  readonly version: number;
  readonly status: string;
  readonly integrity: string;
  /** Null before `finalize`, and for bytes that Slipway does not store. */
  readonly digest: string | null;
  /** How the digest is made. */
  readonly algorithm: string;
  readonly totalBytes: number;
  /** In manifest order. */
  readonly files: readonly ManifestFile[];
}

/** Read model of artifacts. Who may read the version is decided by the use case that asks. */
export abstract class ArtifactViews {
  /** Of a version that is there. */
  abstract manifest(versionId: string): Promise<ManifestView>;
}
