import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { restoreBackup } from '#persistence/backup/restore-backup';
import { writeBackup } from '#persistence/backup/write-backup';
import { S3BlobStore } from '#persistence/blobs/s3/s3-blob-store';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { patterned, sha256 } from '#testing/artifacts/bytes';
import { openVersion } from '#testing/artifacts/open-version';
import { startS3Server, type S3Server } from '#testing/artifacts/s3-server';
import { completed, putTo, type ShownUpload } from '#testing/artifacts/upload-by-parts';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { runProgram } from '#testing/operation/run-program';
import { findPeer, missingPeer } from '#testing/peers/peer';

const PART = 8 * 1024 * 1024;
const FILES = { 'by-parts.bin': patterned(PART + 1_000), 'small.txt': Buffer.from('small'), 'empty.txt': Buffer.alloc(0) };
const missing = findPeer('versitygw') === null;
if (missing) console.log(missingPeer('versitygw'));

describe.skipIf(missing)('a registry whose artifacts are in a bucket', () => {
  let folder: string;
  let s3: S3Server;
  let api: TestApi;
  let version: string;
  const targets: TestDatabase[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-bucket-'));
    s3 = await startS3Server();
    api = await startTestApi({ env: s3.env });
    ({ url: version } = await openVersion(api, 'kept'));
    const { 'by-parts.bin': large, ...small } = FILES;
    const body = { path: 'by-parts.bin', size: large.length, sha256: sha256(large), partSize: PART };
    const { json: upload } = await api.request<ShownUpload>('POST', `${version}/uploads`, { body });
    for (const { number, url } of upload.parts) await putTo(url, large.subarray((number - 1) * PART, number * PART));
    expect((await completed(api, `${version}/uploads/${upload.id}`)).status).toBe(200);
    for (const [path, bytes] of Object.entries(small)) {
      expect((await api.request('PUT', `${version}/artifacts/${path}`, { body: bytes })).status).toBe(201);
    }
  });
  afterAll(async () => {
    await api?.close();
    await s3?.stop();
    for (const target of targets) await target.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** `npm run backup -- ...` or `npm run restore -- ...` with this database and this artifact root. @returns its exit code and its words. */
  async function run(program: 'backup' | 'restore', databaseUrl: string, root: string, ...args: string[]) {
    const env = { ...serviceEnvironment(databaseUrl, join(folder, 'home')), ...s3.env, SLIPWAY_ARTIFACT_ROOT: root };
    const running = runProgram(new URL(`../../apps/server/src/${program}/main.ts`, import.meta.url), env, args);
    const code = await running.ended;
    return { code, said: running.stdout() + running.stderr() };
  }

  /** The address of a database that nobody has migrated. */
  async function emptyDatabase(): Promise<string> {
    const target = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
    targets.push(target);
    return target.url;
  }

  /** What a service gives out there, by path: the digest of the bytes that a client gets. */
  async function givenOut(databaseUrl: string, root: string): Promise<Readonly<Record<string, string>>> {
    const copy = await startTestApi({ databaseUrl, env: { ...s3.env, SLIPWAY_ARTIFACT_ROOT: root } });
    try {
      const read = async (path: string): Promise<[string, string]> => {
        const answer = await fetch(`${copy.url}${version}/artifacts/${path}`, { headers: { authorization: `Bearer ${copy.adminToken}` } });
        return [path, answer.ok ? sha256(new Uint8Array(await answer.arrayBuffer())) : String(answer.status)];
      };
      return Object.fromEntries(await Promise.all(Object.keys(FILES).map(read)));
    } finally {
      await copy.close();
    }
  }

  const digests = Object.fromEntries(Object.entries(FILES).map(([path, bytes]) => [path, sha256(bytes)]));

  it('is backed up with its bytes where that is asked for, and restored into a folder byte for byte', async () => {
    const [file, root] = [join(folder, 'bucket.backup'), `file:${join(folder, 'artifacts')}`];
    const made = await run('backup', api.databaseUrl, s3.env['SLIPWAY_ARTIFACT_ROOT'] ?? '', file, '--with-artifacts');
    expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/3 artifacts \(8\.4 MB, included\)/) });
    const target = await emptyDatabase();
    const restored = await run('restore', target, root, file);
    expect(restored).toMatchObject({ code: 0, said: expect.stringMatching(/Restored [\d,]+ rows and 3 artifacts/) });
    expect(await givenOut(target, root)).toEqual(digests);
  });

  it('is restored into a bucket too', async () => {
    const file = join(folder, 'again.backup');
    await writeBackup({ databaseUrl: api.databaseUrl, file, release: '9.9.9', blobs: new S3BlobStore(s3.place) });
    const blobs = new S3BlobStore({ ...s3.place, prefix: 'elsewhere' });
    const options = { migrationsDir: migrationsFolder(), force: false, pauseEffects: false };
    const { missing: lost } = await restoreBackup({ ...options, databaseUrl: await emptyDatabase(), file, blobs });
    expect(lost.count).toBe(0);
    const { objects } = await blobs.list(null, 10);
    const found = await Promise.all(objects.map(({ key }) => blobs.digest(key)));
    expect(found.map((blob) => blob.sha256).sort()).toEqual(Object.values(digests).sort());
  });

  it('has its bytes listed only, unless told otherwise', async () => {
    const file = join(folder, 'listed.backup');
    const { code, said } = await run('backup', api.databaseUrl, s3.env['SLIPWAY_ARTIFACT_ROOT'] ?? '', file);
    expect(code).toBe(0);
    expect(said).toMatch(/3 artifacts \(8\.4 MB, listed\).*not in it: keep a copy of s3:\/\/models\/slipway/s);
    expect(statSync(file).size).toBeLessThan(1_000_000);
  });
});
