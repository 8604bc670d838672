import { afterAll, beforeAll, expect, it } from 'vitest';
import { manifestDigest } from '#domain/registry/manifest';
import { ArtifactWorld } from '#testing/artifacts/artifact-world';
import { flipByte } from '#testing/artifacts/blob-files';
import { sha256 } from '#testing/artifacts/bytes';

let world: ArtifactWorld;
beforeAll(async () => {
  world = await ArtifactWorld.start();
});
afterAll(() => world.stop());

const text = (words: string) => Buffer.from(words);
const file = (path: string, words: string) => ({ path, size: words.length, sha256: sha256(text(words)) });

it('makes the version READY with the digest of its manifest, and says so once', async () => {
  const at = await world.open('done');
  await world.put(at, 'b', text('two'));
  await world.put(at, 'a/x', text('one'));
  expect(await world.manifest.execute(world.admin, at)).toMatchObject({ digest: null, status: 'PENDING_REGISTRATION' });
  const digest = manifestDigest([file('a/x', 'one'), file('b', 'two')], (words) => sha256(text(words)));

  const first = await world.finalize.execute(world.admin, at);
  expect(first).toMatchObject({
    digest,
    algorithm: 'sha256',
    totalBytes: 6,
    status: 'READY',
    integrity: 'verified',
    model: 'done',
    version: 1,
  });
  expect(first.files).toEqual([file('a/x', 'one'), file('b', 'two')]);
  expect(await world.finalize.execute(world.admin, at)).toEqual(first);

  const events = (await world.registry.events(at.modelId)).filter((event) => event.type === 'version.registered');
  expect(events.map((event) => event.data)).toMatchObject([{ version: 1, manifestDigest: digest, integrity: 'verified', stage: 'None' }]);
  const rows = await world.registry.database.client.modelVersion.findMany({ where: { modelId: at.modelId } });
  expect(rows).toMatchObject([{ status: 'READY', artifactBytes: 6n, manifestDigest: digest }]);
  await world.registry.promote('done', 1, 'Staging');
});

it('is done once, however many ask at once', async () => {
  const at = await world.open('at once');
  await world.put(at, 'a', text('one'));
  const results = await Promise.all(Array.from({ length: 6 }, () => world.finalize.execute(world.admin, at)));
  expect(new Set(results.map((result) => result.digest)).size).toBe(1);
  const events = await world.registry.events(at.modelId);
  expect(events.filter((event) => event.type === 'version.registered')).toHaveLength(1);
});

it('refuses a version without files', async () => {
  const at = await world.open('empty');
  await expect(world.finalize.execute(world.admin, at)).rejects.toMatchObject({ code: 'REFUSED', errors: [{ code: 'NO_FILES' }] });
});

it('refuses where the client expected something else, and changes nothing', async () => {
  const at = await world.open('unexpected');
  await world.put(at, 'a', text('one'));
  const files = [file('a', 'uno'), { path: 'b' }];
  await expect(world.finalize.execute(world.admin, { ...at, files })).rejects.toMatchObject({
    code: 'REFUSED',
    errors: [{ code: 'missing' }, { code: 'sha256' }],
  });
  await expect(world.finalize.execute(world.admin, { ...at, manifestDigest: '0'.repeat(64) })).rejects.toMatchObject({ code: 'REFUSED' });
  expect(await world.manifest.execute(world.admin, at)).toMatchObject({ status: 'PENDING_REGISTRATION', digest: null });
  await world.finalize.execute(world.admin, { ...at, files: [file('a', 'one')] });
  // The promise about the content counts for a repeat as well.
  await expect(world.finalize.execute(world.admin, { ...at, manifestDigest: '0'.repeat(64) })).rejects.toMatchObject({ code: 'REFUSED' });
});

it('refuses a version whose bytes lie elsewhere, and one that failed', async () => {
  await world.registry.model('elsewhere');
  await world.registry.version('elsewhere');
  await expect(world.finalize.execute(world.admin, { model: 'elsewhere', version: 1 })).rejects.toMatchObject({ code: 'INVALID_STATE' });
  const at = await world.open('failed');
  await world.put(at, 'a', text('one'));
  await world.registry.database.client.modelVersion.updateMany({ where: { modelId: at.modelId }, data: { status: 'FAILED_REGISTRATION' } });
  await expect(world.finalize.execute(world.admin, at)).rejects.toMatchObject({ code: 'INVALID_STATE' });
});

it('refuses a stale revision', async () => {
  const at = await world.open('stale');
  await world.put(at, 'a', text('one'));
  await expect(world.finalize.execute(world.admin, { ...at, expectedRevision: 99 })).rejects.toMatchObject({ code: 'REVISION_STALE' });
});

it('refuses damaged files until they are uploaded again', async () => {
  const at = await world.open('damaged');
  await world.put(at, 'a', text('one'));
  await flipByte(await world.fileOf(at, 'a'), 0);
  expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'unverified', checkedBytes: 0, damaged: ['a'] });
  await expect(world.finalize.execute(world.admin, at)).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
  await world.put(at, 'a', text('one'));
  expect(await world.finalize.execute(world.admin, at)).toMatchObject({ integrity: 'verified' });
});
