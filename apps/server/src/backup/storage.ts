import type { BlobStore } from '#application/ports/blob-store';
import { blobStoreOf } from '#persistence/blobs/blob-store-of';
import { loadStorageConfig } from '#platform/config/load-config';
import { SlipwayLogger } from '#platform/logging/slipway-logger';

/** What backup and restore need of the configuration. */
export type Storage = ReturnType<typeof loadStorageConfig> & { readonly blobs: BlobStore; readonly log: SlipwayLogger };

/** Reads the environment as `npm start` does. The log tells of trouble only: what these programs have to say goes to standard output. */
export function storageOf(environment: NodeJS.ProcessEnv): Storage {
  const config = loadStorageConfig(environment);
  return { ...config, blobs: blobStoreOf(config.artifacts), log: SlipwayLogger.create({ level: 'error' }) };
}

/** `1 row`, `12,345 rows`. */
export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-US')} ${word}${count === 1 ? '' : 's'}`;
}

/** Bytes for people. */
export function sized(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1_000_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}
