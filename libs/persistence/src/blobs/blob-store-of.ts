import type { BlobStore } from '#application/ports/blob-store';
import type { ArtifactsConfig } from '#platform/config/artifacts-config';
import { DiskBlobStore } from './disk-blob-store.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

/** The store that the configuration asks for. Connects to nothing before it is first used. */
export function blobStoreOf(config: ArtifactsConfig): BlobStore {
  return config.kind === 'file' ? new DiskBlobStore(config.path) : new S3BlobStore(config);
}
