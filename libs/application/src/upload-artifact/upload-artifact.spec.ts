import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { ArtifactWorld } from '#testing/artifacts/artifact-world';
import { blobFiles, unfinished } from '#testing/artifacts/blob-files';
import { inPieces, patterned, sha256 } from '#testing/artifacts/bytes';

let world: ArtifactWorld;
beforeAll(async () => {
  world = await ArtifactWorld.start();
});
afterAll(() => world.stop());

const text = (words: string) => Buffer.from(words);

/** Files in the store and rows of blobs: the same number, and nothing that is begun. */
async function expectNoOrphans(): Promise<void> {
  expect(await unfinished(world.root)).toEqual([]);
  expect((await blobFiles(world.root)).length).toBe(await world.registry.database.client.blob.count());
}

it('stores a file and gives it back', async () => {
  const at = await world.open('stored');
  const bytes = patterned(9_000_000);
  expect(await world.put(at, 'model/weights.bin', bytes)).toEqual({
    path: 'model/weights.bin',
    size: bytes.length,
    sha256: sha256(bytes),
    replaced: false,
  });
  expect((await world.get(at, 'model/weights.bin')).equals(bytes)).toBe(true);
  expect(await world.registry.audit(at.modelId)).toContain('artifact.upload done');
});

it('replaces a file while the version is open, and forgets the bytes from before', async () => {
  const at = await world.open('replaced');
  await world.put(at, 'a', text('one'));
  expect(await world.put(at, 'a', text('two'))).toMatchObject({ replaced: true });
  expect((await world.get(at, 'a')).toString()).toBe('two');
  await expectNoOrphans();
});

it('keeps one whole file of many uploads of the same path at once, and nothing else', async () => {
  const at = await world.open('rivals');
  const contents = Array.from({ length: 8 }, (_, index) => patterned(300_000, index + 1));
  const results = await Promise.all(contents.map((bytes) => world.put(at, 'a', bytes)));
  expect(results.filter((result) => !result.replaced)).toHaveLength(1);
  const left = await world.get(at, 'a');
  expect(contents.some((bytes) => bytes.equals(left))).toBe(true);
  await expectNoOrphans();
});

it('accepts no file once the version is registered', async () => {
  const at = await world.open('closed');
  await world.put(at, 'a', text('one'));
  await world.finalize.execute(world.admin, at);
  await expect(world.put(at, 'a', text('two'))).rejects.toMatchObject({
    code: 'ARTIFACT_IMMUTABLE',
    message: expect.stringContaining('Version 1 of model "closed"'),
  });
  await expect(world.put(at, 'b', text('two'))).rejects.toMatchObject({ code: 'ARTIFACT_IMMUTABLE' });
  expect((await world.get(at, 'a')).toString()).toBe('one');
  await expectNoOrphans();
});

it('refuses an upload that was overtaken by the registration, and keeps none of it', async () => {
  const at = await world.open('overtaken');
  await world.put(at, 'a', text('one'));
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield text('late');
    await world.finalize.execute(world.admin, at);
  }
  const late = world.upload.execute(world.admin, { ...at, path: 'b', content: slow(), expected: { digests: [] } });
  await expect(late).rejects.toMatchObject({ code: 'ARTIFACT_IMMUTABLE' });
  expect((await world.manifest.execute(world.admin, at)).files.map((file) => file.path)).toEqual(['a']);
  await expectNoOrphans();
});

it.each([
  ['a digest', { digests: [{ sha256: 'a'.repeat(64), from: 'Repr-Digest' }] }],
  ['a length', { size: 5, digests: [] }],
])('refuses bytes that do not have the announced %s, and keeps none of them', async (what, expected) => {
  const at = await world.open(`mismatch of ${what}`);
  const content = inPieces(text('four'));
  await expect(world.upload.execute(world.admin, { ...at, path: 'a', content, expected })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
  });
  expect((await world.manifest.execute(world.admin, at)).files).toEqual([]);
  await expectNoOrphans();
});

it.each([
  ['the same in another case', 'Model.txt', 'model.TXT'],
  ['a compatibility form', 'ﬁle', 'file'],
  ['sharp s and ss', 'straße', 'STRASSE'],
  ['a file where the other needs a folder', 'dir', 'dir/a'],
  ['a folder where the other is a file', 'dir/a/b', 'DIR/a'],
  ['a deep folder', `${'x/'.repeat(400)}a`, `${'x/'.repeat(300)}x`],
])('refuses a path that collides: %s', async (what, first, second) => {
  const at = await world.open(`collision ${what}`);
  await world.put(at, first, text('one'));
  await expect(world.put(at, second, text('two'))).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    errors: [{ code: 'artifact_collision', pointer: '/path' }],
  });
  await world.put(at, `${first}.other`, text('beside it'));
});

it('lets only one of two colliding uploads at once in', async () => {
  const at = await world.open('collision at once');
  const results = await Promise.allSettled([world.put(at, 'Same', text('one')), world.put(at, 'sAME', text('two'))]);
  expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  await expectNoOrphans();
});

it.each(['../a', 'a/../b', '/a', 'a//b', 'a\\b', 'a\0b', 'a\u202Eb', 'e\u0301', '%2e%2e/a', 'C:a', '.', ''])(
  'refuses the path %j',
  async (path) => {
    const at = { model: 'stored', version: 1 };
    await expect(world.put(at, path, text('x'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  },
);

it('takes paths of 4,096 characters that no index entry has room for', async () => {
  const at = await world.open('long');
  const path = Array.from({ length: 64 }, (_, index) => sha256(text(String(index))).slice(0, 63)).join('/');
  expect(path.length).toBe(4095);
  await world.put(at, path, text('deep'));
  expect((await world.get(at, path)).toString()).toBe('deep');
});

it('asks for the right to write, and hides what may not be read', async () => {
  const at = await world.open('rights');
  const by = (actor: Parameters<typeof contextOf>[0]) =>
    world.upload.execute(contextOf(actor), { ...at, path: 'a', content: inPieces(text('x')), expected: { digests: [] } });
  await expect(by(user('rea', 'reader'))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await expect(by(user('far', 'admin', 'other-*'))).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: 'There is no model "rights", or you may not see it.',
  });
  await expect(world.put({ model: 'rights', version: 7 }, 'a', text('x'))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
