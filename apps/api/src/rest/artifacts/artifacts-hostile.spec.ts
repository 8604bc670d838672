import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import { processIdentity } from '#platform/embedded-postgres/process-identity';
import { blobFiles, filesUnder, flipByte, unfinished } from '#testing/artifacts/blob-files';
import { openVersion } from '#testing/artifacts/open-version';
import { collect, patterned, sha256 } from '#testing/artifacts/bytes';
import { answerOf, rawAnswer, rawRequest, sendBody } from '#testing/artifacts/raw-upload';
import { startTestApi, type TestApi } from '#testing/api/test-api';

const MIB = 1024 * 1024;
let api: TestApi;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'slipway-artifact-root-'));
  api = await startTestApi({ env: { SLIPWAY_ARTIFACT_ROOT: `file:${root}` } });
});
afterAll(async () => {
  await api.close();
  await rm(root, { recursive: true, force: true });
});

it.each([
  '../a',
  'a/../../b',
  '%2e%2e/a',
  '%2e%2e%2fa',
  '%252e%252e/a',
  'a%5cb',
  '%2Fetc/passwd',
  'a%00b',
  'a%0ab',
  'a%e2%80%aeb',
  'e%cc%81',
  'a//b',
  'C%3Aa',
  '',
  'a%ff',
  'x'.repeat(5_000),
])('refuses the path %j as it comes over the wire', async (path) => {
  const at = { url: '/api/v1/models/wire/versions/1' };
  if ((await api.request('GET', `${at.url}/manifest`)).status === 404) await openVersion(api, 'wire');
  const { status } = await rawAnswer(api, 'PUT', `${at.url}/artifacts/${path}`, 'x');
  expect(status >= 400 && status < 500).toBe(true);
  expect((await api.request('GET', `${at.url}/manifest`)).json).toMatchObject({ files: [] });
});

it('decodes a path once', async () => {
  const at = await openVersion(api, 'once');
  expect((await rawAnswer(api, 'PUT', `${at.url}/artifacts/a%2520b%2Fc`, 'x')).status).toBe(201);
  expect((await api.request('GET', `${at.url}/manifest`)).json).toMatchObject({ files: [{ path: 'a%20b/c' }] });
  expect(await rawAnswer(api, 'GET', `${at.url}/artifacts/a%2520b/c`)).toMatchObject({ status: 200, text: 'x' });
});

it('refuses a path that differs from another in case only', async () => {
  const at = await openVersion(api, 'cases');
  await rawAnswer(api, 'PUT', `${at.url}/artifacts/Model.bin`, 'x');
  const refused = await api.request('PUT', `${at.url}/artifacts/model.BIN`, { body: 'y' });
  expect(refused).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT', errors: [{ code: 'artifact_collision' }] } });
});

it('breaks the answer off before the first flipped bit leaves, and refuses the version from then on', async () => {
  const at = await openVersion(api, 'flipped');
  const bytes = patterned(20 * MIB);
  await api.request('PUT', `${at.url}/artifacts/weights.bin`, { body: bytes });
  await api.request('POST', `${at.url}/finalize`);
  const [blob] = await api.database.client.blob.findMany({ where: { sha256: sha256(bytes) } });
  const file = (await blobFiles(root)).find((path) => path.endsWith(blob?.id ?? '?'));
  await flipByte(join(root, 'blobs', file ?? '?'), 9 * MIB);

  const sent = rawRequest(api, 'GET', `${at.url}/artifacts/weights.bin`);
  const answered = answerOf(sent);
  sent.end();
  const answer = await answered;
  expect([answer.statusCode, answer.headers['content-length']]).toEqual([200, String(20 * MIB)]);
  const got: Uint8Array[] = [];
  answer.on('data', (piece: Uint8Array) => got.push(piece));
  await expect(collect(answer)).rejects.toThrow('aborted');
  const received = Buffer.concat(got);
  expect(received.length).toBeLessThanOrEqual(8 * MIB);
  expect(received.equals(bytes.subarray(0, received.length))).toBe(true);
  await vi.waitFor(() => expect(api.log()).toContain('The stored bytes of \\"weights.bin\\" in version 1 of model \\"flipped\\"'));

  await vi.waitFor(async () => {
    expect((await api.request('GET', `${at.url}/artifacts/weights.bin`)).status).toBe(422);
  });
  const again = await api.request('GET', `${at.url}/artifacts/weights.bin`);
  expect(again).toMatchObject({ status: 422, json: { code: 'VERSION_DAMAGED', version: 1, path: 'weights.bin' } });
  expect(again.headers.get('content-disposition')).toBeNull();
  const promoted = await api.request('POST', '/api/v1/promotions', { body: { model: 'flipped', version: 1, toStage: 'Staging' } });
  expect(promoted).toMatchObject({ status: 422, json: { code: 'VERSION_DAMAGED' } });
});

it('answers 422 where already the first chunk is bad', async () => {
  const at = await openVersion(api, 'bad-at-once');
  await api.request('PUT', `${at.url}/artifacts/a`, { body: 'unlike any other file' });
  const id = (await api.database.client.blob.findFirstOrThrow({ where: { sha256: sha256(Buffer.from('unlike any other file')) } })).id;
  const file = (await blobFiles(root)).find((path) => path.endsWith(id));
  await flipByte(join(root, 'blobs', file ?? '?'), 3);
  const answer = await api.request('GET', `${at.url}/artifacts/a`);
  expect(answer).toMatchObject({ status: 422, json: { code: 'VERSION_DAMAGED' } });
  expect(answer.headers.get('content-length')).toBe(String(Buffer.byteLength(answer.text)));
});

it('keeps nothing of an upload that is broken off', async () => {
  const at = await openVersion(api, 'aborted');
  const before = await blobFiles(root);
  const sent = rawRequest(api, 'PUT', `${at.url}/artifacts/a`, { 'content-length': String(50 * MIB) });
  sent.on('error', () => undefined);
  sent.write(patterned(5 * MIB));
  await vi.waitFor(async () => expect(await unfinished(root)).toHaveLength(1), { timeout: 5_000 });
  sent.destroy();
  await vi.waitFor(async () => expect(await unfinished(root)).toEqual([]), { timeout: 5_000 });
  expect(await blobFiles(root)).toEqual(before);
  expect((await api.request('GET', `${at.url}/artifacts/a`)).status).toBe(404);
});

it('clears at boot what a killed upload has left', async () => {
  const left = await mkdtemp(join(tmpdir(), 'slipway-left-'));
  const folder = join(left, 'incoming', 'of-a-killed-process');
  await mkdir(folder, { recursive: true });
  // No process ever has this number and this start.
  await writeFile(join(folder, 'owner.json'), JSON.stringify({ ...processIdentity(), started: 'long ago' }));
  await writeFile(join(folder, 'default.blb_X.part'), 'half a file');
  const booted = await startTestApi({ env: { SLIPWAY_ARTIFACT_ROOT: `file:${left}` } });
  onTestFinished(async () => {
    await booted.close();
    await rm(left, { recursive: true });
  });
  await vi.waitFor(async () => expect(await filesUnder(left)).toEqual([]));
});

it('takes 200 MB without holding them', async () => {
  const at = await openVersion(api, 'large');
  const piece = patterned(MIB);
  const hash = createHash('sha256');
  for (let index = 0; index < 200; index += 1) hash.update(piece);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
  const sent = rawRequest(api, 'PUT', `${at.url}/artifacts/large.bin`, { 'transfer-encoding': 'chunked' });
  const answered = answerOf(sent);
  await sendBody(sent, 200, piece);
  const answer = await answered;
  clearInterval(watch);
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse((await collect(answer)).toString())).toMatchObject({ size: 200 * MIB, sha256: hash.digest('hex') });
  // Client and server share this process; a body held whole would be 200 MiB, twice that where it is copied.
  expect((peak - before) / MIB).toBeLessThan(120);
});

it('answers 507 when the disk is full, keeps nothing, and takes what fits afterwards', async (context) => {
  const small = await mkdtemp(join(tmpdir(), 'slipway-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', small], { stdio: 'pipe' });
  } catch {
    console.warn('Not run: a full disk. Mounting a small tmpfs needs root on Linux with the right to mount.');
    await rm(small, { recursive: true });
    context.skip();
  }
  onTestFinished(async () => {
    execFileSync('umount', [small]);
    await rm(small, { recursive: true });
  });
  const full = await startTestApi({ env: { SLIPWAY_ARTIFACT_ROOT: `file:${small}` } });
  onTestFinished(() => full.close());
  const at = await openVersion(full, 'full');
  const answer = await full.request('PUT', `${at.url}/artifacts/a`, { body: patterned(20 * MIB) });
  expect(answer).toMatchObject({ status: 507, json: { code: 'STORAGE_FULL' } });
  expect([await blobFiles(small), await unfinished(small)]).toEqual([[], []]);
  expect((await full.request('GET', `${at.url}/artifacts/a`)).status).toBe(404);
  expect((await full.request('PUT', `${at.url}/artifacts/a`, { body: patterned(MIB) })).status).toBe(201);
});
