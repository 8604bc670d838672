import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { filesUnder, flipByte } from '#testing/artifacts/blob-files';
import { startS3Server } from '#testing/artifacts/s3-server';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { BlobLayout } from './blob-layout.js';
import { describeBlobStore } from '#testing/artifacts/blob-store.suite';
import { DiskBlobStore } from './disk-blob-store.js';
import { S3BlobStore } from './s3/s3-blob-store.js';

describeBlobStore('on disk', async () => {
  const root = await mkdtemp(join(tmpdir(), 'slipway-blobs-'));
  const layout = new BlobLayout(root);
  const kept = (path: string) => !path.endsWith('owner.json') && path !== 'slipway-artifacts';
  return {
    store: new DiskBlobStore(root),
    everything: async () => (await filesUnder(root)).filter(kept),
    flip: ({ ...key }, offset) => flipByte(layout.fileOf(key), offset),
    stop: () => rm(root, { recursive: true, force: true }),
  };
});

if (findPeer('versitygw') === null) {
  console.log(missingPeer('versitygw'));
  it.skip('S3-compatible store: versitygw is missing');
} else {
  describeBlobStore('on S3', async () => {
    const server = await startS3Server();
    const store = new S3BlobStore(server.place);
    return {
      store,
      everything: () => filesUnder(server.folder),
      flip: ({ workspace, id }, offset) =>
        flipByte(join(server.folder, 'slipway/blobs', workspace, id.slice(-2).toLowerCase(), id), offset),
      stop: async () => {
        await store.onApplicationShutdown();
        await server.stop();
      },
    };
  });
}
