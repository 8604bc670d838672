import { mkdtemp, rename, rm, truncate, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { BlobDamagedError, type BlobKey, type StoredBlob } from '#application/ports/blob-store';
import { collect, inPieces, patterned, sha256 } from '#testing/artifacts/bytes';
import { blobFiles, filesUnder, flipByte, unfinished } from '#testing/artifacts/blob-files';
import { BlobLayout } from './blob-layout.js';
import { CHUNK_BYTES } from './chunk-digests.js';
import { DiskBlobStore } from './disk-blob-store.js';

const KEY: BlobKey = { workspace: 'default', id: 'blb_01JABCDEFGH' };
let root: string;
let store: DiskBlobStore;

beforeEach(async () => {
  const made = await mkdtemp(join(tmpdir(), 'slipway-blobs-'));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  root = join(made, 'artifacts');
  store = new DiskBlobStore(root);
});

async function stored(bytes: Uint8Array, piece?: number): Promise<StoredBlob> {
  const written = await store.write(KEY, inPieces(bytes, piece));
  await store.settle(KEY);
  return { ...written, key: KEY };
}

const whole = (blob: StoredBlob) => collect(store.read(blob, { start: 0, end: blob.size }));
const pathOf = () => new BlobLayout(root).fileOf(KEY);

it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 12_345])(
  'gives back %i bytes as they were written',
  async (size) => {
    const bytes = patterned(size);
    const blob = await stored(bytes);
    expect(blob).toMatchObject({ size, sha256: sha256(bytes) });
    const digests = Array.from({ length: Math.ceil(size / CHUNK_BYTES) }, (_, i) =>
      sha256(bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES)),
    );
    expect(Buffer.from(blob.chunks).toString('hex')).toBe(digests.join(''));
    expect((await whole(blob)).equals(bytes)).toBe(true);
    expect(await unfinished(root)).toEqual([]);
  },
);

it('takes pieces of any size', async () => {
  const bytes = patterned(3_000_001);
  expect((await stored(bytes, 977)).sha256).toBe(sha256(bytes));
  expect((await stored(bytes, 10_000_000)).sha256).toBe(sha256(bytes));
});

it.each([
  [0, 1],
  [CHUNK_BYTES - 1, CHUNK_BYTES + 1],
  [CHUNK_BYTES, 2 * CHUNK_BYTES],
  [2 * CHUNK_BYTES + 9, 2 * CHUNK_BYTES + 10],
  [5, 5],
])('gives out exactly the bytes from %i to %i', async (start, end) => {
  const bytes = patterned(2 * CHUNK_BYTES + 10);
  const blob = await stored(bytes);
  expect((await collect(store.read(blob, { start, end }))).equals(bytes.subarray(start, end))).toBe(true);
});

it('gives out nothing of a chunk with a flipped bit, and all before it', async () => {
  const bytes = patterned(20_000_000);
  const blob = await stored(bytes);
  await flipByte(pathOf(), CHUNK_BYTES + 77);
  const got: Uint8Array[] = [];
  const reading = (async () => {
    for await (const piece of store.read(blob, { start: 3, end: blob.size })) got.push(piece);
  })();
  await expect(reading).rejects.toThrow(BlobDamagedError);
  expect(Buffer.concat(got).equals(bytes.subarray(3, CHUNK_BYTES))).toBe(true);
  // What lies in whole chunks can still be read.
  expect((await collect(store.read(blob, { start: 2 * CHUNK_BYTES, end: blob.size }))).equals(bytes.subarray(2 * CHUNK_BYTES))).toBe(true);
});

it.each([
  ['cut off', () => truncate(pathOf(), 50)],
  ['longer than it was', () => truncate(pathOf(), 150)],
  ['missing', () => rm(pathOf())],
])('calls a file that is %s damaged', async (_, spoil) => {
  const blob = await stored(patterned(100));
  await spoil();
  await expect(whole(blob)).rejects.toThrow(BlobDamagedError);
});

it('calls nothing damaged while the folder itself is away', async () => {
  const blob = await stored(patterned(100));
  await rename(root, `${root}-unmounted`);
  await expect(whole(blob)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

it('leaves nothing behind when the client goes away in the middle', async () => {
  async function* brokenOff(): AsyncGenerator<Uint8Array> {
    yield patterned(3_000_000);
    throw new Error('aborted');
  }
  await expect(store.write(KEY, brokenOff())).rejects.toThrow('aborted');
  expect([await blobFiles(root), await unfinished(root)]).toEqual([[], []]);
});

it('leaves nothing behind when the bytes are not the announced ones', async () => {
  const refuse = () => {
    throw new Error('another digest');
  };
  await expect(store.write(KEY, inPieces(patterned(10)), refuse)).rejects.toThrow('another digest');
  expect([await blobFiles(root), await unfinished(root)]).toEqual([[], []]);
});

it('sweeps only what no running writer may still want', async () => {
  await store.write(KEY, inPieces(patterned(10)));
  expect(await store.sweepTemporaries(() => Promise.resolve(false))).toBe(0);
  const [note = ''] = await unfinished(root);
  const hourAgo = new Date(Date.now() - 3_600_000);
  await utimes(join(root, 'incoming', note), hourAgo, hourAgo);
  expect(await store.sweepTemporaries(() => Promise.resolve(true))).toBe(0);
  expect([(await blobFiles(root)).length, await unfinished(root)]).toEqual([1, []]);

  await store.unsettle(KEY);
  await utimes(join(root, 'incoming', note), hourAgo, hourAgo);
  expect(await store.sweepTemporaries(() => Promise.resolve(false))).toBe(1);
  expect([await blobFiles(root), await unfinished(root)]).toEqual([[], []]);
});

it('deletes a blob, also one that is not there', async () => {
  await stored(patterned(10));
  await store.delete(KEY);
  await store.delete(KEY);
  expect(await filesUnder(join(root, 'blobs'))).toEqual([]);
  expect(await unfinished(root)).toEqual([]);
});
