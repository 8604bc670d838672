import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { ExpireUploads } from '#application/expire-uploads/expire-uploads';
import { systemContext } from '#application/shared/system-context';
import { PrismaArtifactStore } from '#persistence/artifacts/prisma-artifact-store';
import { PrismaUploadStore } from '#persistence/artifacts/prisma-upload-store';
import { DiskBlobStore } from '#persistence/blobs/disk-blob-store';
import { S3BlobStore } from '#persistence/blobs/s3/s3-blob-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { UlidIds } from '#persistence/core/ulid-ids';
import { blobFiles, filesUnder } from '#testing/artifacts/blob-files';
import { inPieces, patterned, sha256 } from '#testing/artifacts/bytes';
import { openVersion } from '#testing/artifacts/open-version';
import { startS3Server } from '#testing/artifacts/s3-server';
import { putTo, type ShownUpload } from '#testing/artifacts/upload-by-parts';
import { startTestApi } from '#testing/api/test-api';
import { findPeer, missingPeer } from '#testing/peers/peer';

const bytes = patterned(1_000);

it('gives up an upload whose time is over with all its parts, and one without a row, but none that is open', async () => {
  const root = await mkdtemp(join(tmpdir(), 'slipway-leftovers-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const api = await startTestApi({ env: { SLIPWAY_ARTIFACT_ROOT: `file:${root}` } });
  onTestFinished(api.close);
  const { database } = api;
  const { url } = await openVersion(api, 'leftovers');
  const begin = async (path: string): Promise<ShownUpload> => {
    const body = { path, size: bytes.length, sha256: sha256(bytes) };
    const { json } = await api.request<ShownUpload>('POST', `${url}/uploads`, { body });
    expect((await putTo(json.parts[0]?.url, bytes)).status).toBe(200);
    return json;
  };
  const [over, open] = [await begin('over.bin'), await begin('open.bin')];
  const store = new DiskBlobStore(root);
  const expire = new ExpireUploads(
    new PrismaUploadStore(database),
    store,
    new PrismaJournal(database, new UlidIds()),
    new PrismaUnitOfWork(database),
  );
  expect(await expire.execute(systemContext())).toBe(0);
  await database.client.artifactUpload.update({ where: { id: over.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
  const late = await api.request<{ code: string }>('POST', `${url}/uploads/${over.id}/complete`);
  expect([late.status, late.json.code]).toEqual([409, 'INVALID_STATE']);
  expect(await expire.execute(systemContext())).toBe(1);
  expect(await expire.execute(systemContext())).toBe(0);
  expect((await api.request<ShownUpload>('GET', `${url}/uploads/${over.id}`)).json).toMatchObject({
    state: 'aborted',
    failure: expect.stringContaining('expired'),
  });
  expect((await api.request('GET', '/api/v1/audit?limit=1')).text).toContain('upload.expire');

  const unknown = { workspace: 'default', id: 'blb_UNKNOWN' };
  await store.writePart({ key: unknown, storeUpload: await store.beginParts(unknown, null) }, { number: 1, size: 3 }, inPieces(bytes));
  const hourAgo = new Date(Date.now() - 3_600_000);
  for (const name of await uploadsUnder(root)) await utimes(join(root, 'uploads', name), hourAgo, hourAgo);
  const rows = new PrismaArtifactStore(database);
  expect(await store.sweepTemporaries((key) => rows.isReferred(key))).toBe(1);
  expect(await uploadsUnder(root)).toHaveLength(1);
  expect((await api.request<ShownUpload>('POST', `${url}/uploads/${open.id}/complete`)).json.state).toBe('completed');
  expect(await blobFiles(root)).toHaveLength(1);
});

const missing = findPeer('versitygw') === null;
if (missing) console.log(missingPeer('versitygw'));

it.skipIf(missing)('aborts uploads in the bucket that nobody knows, and none that is known or young', async () => {
  const server = await startS3Server();
  onTestFinished(server.stop);
  const store = new S3BlobStore(server.place, 0);
  const [known, unknown] = ['blb_KNOWN', 'blb_UNKNOWN'].map((id) => ({ workspace: 'default', id }));
  if (known === undefined || unknown === undefined) throw new Error('two keys');
  const uploads = [];
  for (const key of [known, unknown]) {
    const upload = { key, storeUpload: await store.beginParts(key) };
    await store.writePart(upload, { number: 1, size: bytes.length }, inPieces(bytes));
    uploads.push(upload);
  }
  expect(await new S3BlobStore(server.place).sweepTemporaries(() => Promise.resolve(false))).toBe(0);
  expect(await store.sweepTemporaries(({ id }) => Promise.resolve(id === known.id))).toBe(1);
  expect(await Promise.all(uploads.map(async (upload) => (await store.arrivedParts(upload)).length))).toEqual([1, 0]);
});

/** The folders of uploads whose parts lie there. */
async function uploadsUnder(root: string): Promise<string[]> {
  return [...new Set((await filesUnder(join(root, 'uploads'))).map((path) => path.split('/')[0] ?? ''))];
}
