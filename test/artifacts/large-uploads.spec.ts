import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LargeFile } from '#testing/artifacts/large-file';
import { UploadClient } from '#testing/artifacts/large-uploads';
import { startS3Server } from '#testing/artifacts/s3-server';
import { filesUnder } from '#testing/artifacts/blob-files';
import type { ShownUpload } from '#testing/artifacts/upload-by-parts';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { CrashService } from '#testing/crash/crash-service';
import { serviceEnvironment, type ServiceEnvironment } from '#testing/crash/service-environment';
import { createTestDatabase } from '#testing/database/test-database';
import { findPeer, missingPeer } from '#testing/peers/peer';

/** 1 GB and a bit, so that the last part is a short one. */
const SIZE = 1_000_000_000;
const file = new LargeFile(SIZE);
const sha256 = file.sha256();

/** Far more than it takes: other suites may hold both cores. Milliseconds. */
const PATIENCE_MS = 600_000;

const STORES = [
  [
    'on disk',
    async (home: string) => ({
      env: { SLIPWAY_ARTIFACT_ROOT: `file:${join(home, 'bytes')}` },
      stop: () => Promise.resolve(),
      folder: home,
    }),
  ],
  ['on S3', startS3Server],
] as const;

describe.each(STORES)('1 GB %s', (name, start) => {
  const missing = name === 'on S3' && findPeer('versitygw') === null;
  if (missing) console.log(missingPeer('versitygw'));
  let home: string;
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let store: Awaited<ReturnType<typeof start>>;
  let env: ServiceEnvironment;
  let survivor: TestApi;
  beforeEach(async () => {
    if (missing) return;
    home = await mkdtemp(join(tmpdir(), 'slipway-large-'));
    database = await createTestDatabase();
    store = await start(home);
    env = { ...serviceEnvironment(database.url, join(home, 'home')), ...store.env };
    survivor = await startTestApi({ databaseUrl: database.url, env });
  });
  afterEach(async () => {
    if (missing) return;
    await survivor.close();
    await store.stop();
    await database.drop();
    await rm(home, { recursive: true, force: true });
  });

  it.skipIf(missing)(
    'arrives whole although one replica is killed within a part and another while it completes',
    async () => {
      const [first, second] = await Promise.all([CrashService.start({ ...env, PORT: '0' }), CrashService.start({ ...env, PORT: '0' })]);
      const one = new UploadClient(first.url, survivor.adminToken);
      const two = new UploadClient(second.url, survivor.adminToken);
      const other = new UploadClient(survivor.url, survivor.adminToken);
      const version = await one.version('large');
      const body = { path: 'weights.bin', size: SIZE, sha256 };
      const { json: upload } = await one.call<ShownUpload>('POST', `${version}/uploads`, body);
      const url = `${version}/uploads/${upload.id}`;
      expect(await one.sendMissing(url, file, 10)).toBe(10);

      // The part that is on its way dies with its replica (on S3 it does not pass through it, and the client itself lets go of it).
      const { parts } = (await one.call<ShownUpload>('GET', `${url}?missing=true&limit=1`)).json;
      const [next] = parts;
      const half = await one.sendHalf(next?.url ?? '', file, ((next?.number ?? 1) - 1) * upload.partSize, next?.size ?? 0);
      await first.kill();
      if (name === 'on disk') expect(await half.outcome).toBe('broken');

      const shown = (await two.call<ShownUpload>('GET', url)).json;
      expect(shown.arrivedParts).toBe(10);
      expect(await two.sendMissing(url, file)).toBe(upload.partCount - 10);

      const broken = two.complete(url).catch(() => 'broken');
      await expect
        .poll(async () => (await other.call<ShownUpload>('GET', url)).json.state, { timeout: 60_000, interval: 5 })
        .toBe('completing');
      await second.kill();
      expect(await broken).toBe('broken');

      // A client knows nothing of all this: it repeats its request elsewhere.
      expect(await other.complete(url)).toMatchObject({ state: 'completed', sha256, size: SIZE });
      expect(await other.sameBytes(`${version}/artifacts/weights.bin`, file)).toBe(SIZE);
      const manifest = await other.call<{ status: string; totalBytes: number }>('POST', `${version}/finalize`, {});
      expect(manifest.json).toMatchObject({ status: 'READY', totalBytes: SIZE });
      const left = (await filesUnder(store.folder)).filter((path) => path.includes('uploads/'));
      expect(left).toEqual([]);
    },
    PATIENCE_MS,
  );
});
