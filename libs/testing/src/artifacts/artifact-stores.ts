import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import type { BlobStore } from '#application/ports/blob-store';
import { DiskBlobStore } from '#persistence/blobs/disk-blob-store';
import { S3BlobStore } from '#persistence/blobs/s3/s3-blob-store';
import { findPeer, missingPeer } from '../peers/peer.js';
import { startS3Server } from './s3-server.js';

/** Where artifacts are kept. */
export type StoreKind = 'disk' | 's3';

/** A store of a test's own. */
export interface OwnStore {
  readonly blobs: BlobStore;
  /** The folder with the stored bytes, laid out as `BlobLayout` says: the store's own, or the one behind the bucket. */
  readonly root: string;
  stop(): Promise<void>;
}

/** An empty store. @throws Error for `s3` where versitygw is not installed. */
export async function startStore(kind: StoreKind): Promise<OwnStore> {
  if (kind === 's3') {
    const server = await startS3Server();
    const blobs = new S3BlobStore(server.place);
    const stop = async (): Promise<void> => {
      await blobs.onApplicationShutdown();
      await server.stop();
    };
    return { blobs, root: join(server.folder, server.place.prefix), stop };
  }
  const root = await mkdtemp(join(tmpdir(), 'slipway-artifacts-'));
  return { blobs: new DiskBlobStore(root), root, stop: () => rm(root, { recursive: true, force: true }) };
}

/** The same tests on both stores; those on S3 are skipped, and it is said, where versitygw is missing. */
export function describeOnBothStores(tests: (kind: StoreKind) => void): void {
  const missing = findPeer('versitygw') === null;
  if (missing) console.log(missingPeer('versitygw'));
  describe('on disk', () => tests('disk'));
  describe.skipIf(missing)('on S3', () => tests('s3'));
}
