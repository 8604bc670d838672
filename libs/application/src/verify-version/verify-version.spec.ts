import { copyFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { ArtifactWorld } from '#testing/artifacts/artifact-world';
import { describeOnBothStores } from '#testing/artifacts/artifact-stores';
import { flipByte } from '#testing/artifacts/blob-files';
import { patterned } from '#testing/artifacts/bytes';
import { VerifyVersion } from './verify-version.js';

let world: ArtifactWorld;

const MIB = 1024 * 1024;

async function registered(name: string) {
  const at = await world.open(name);
  await world.put(at, 'a', patterned(20 * MIB));
  await world.put(at, 'b', patterned(100, 2));
  await world.finalize.execute(world.admin, at);
  return at;
}

const versionOf = async (modelId: string) => world.registry.database.client.modelVersion.findFirstOrThrow({ where: { modelId } });

describeOnBothStores((kind) => {
  beforeAll(async () => {
    world = await ArtifactWorld.start(kind);
  });
  afterAll(() => world.stop());

  it('finds a flipped bit on download: gives nothing of that chunk, marks the version, ends its requests, and no promotion passes', async () => {
    const at = await registered('flipped');
    const asked = await world.registry.promotions.promote.execute(contextOf(user('rea', 'reader')), {
      ...at,
      toStage: 'Staging',
      reason: '',
    });
    expect(asked.outcome).toBe('pending');
    const before = await versionOf(at.modelId);
    await flipByte(await world.fileOf(at, 'a'), 8 * MIB + 1);

    const artifact = await world.read.execute(world.admin, { ...at, path: 'a' });
    const pieces = await artifact.open({ start: 0, end: artifact.size });
    let bytes = 0;
    const reading = (async () => {
      for await (const piece of pieces) bytes += piece.length;
    })();
    await expect(reading).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
    expect(bytes).toBe(8 * MIB);

    expect(await versionOf(at.modelId)).toMatchObject({ integrity: 'damaged', revision: before.revision + 1 });
    expect(await world.registry.promotions.stateOf(asked.promotionId)).toBe('void');
    const events = (await world.registry.events(at.modelId)).slice(-2);
    expect(events).toMatchObject([
      { type: 'version.updated', data: { version: 1, changed: ['integrity'], integrity: 'damaged' } },
      { type: 'promotion.voided', data: { promotionId: asked.promotionId, version: 1 } },
    ]);
    expect((await world.registry.audit(at.modelId)).slice(-2)).toEqual(['version.damage done', 'promotion.void done']);
    await expect(world.registry.promote('flipped', 1, 'Production')).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
    // Known as damaged: refused at once, also for the part that is whole; the other file can still be read.
    await expect(world.get(at, 'a', { start: 0, end: 10 })).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
    expect((await world.get(at, 'b')).length).toBe(100);
  });

  it('finds missing and flipped files by verifying, and restored ones too', async () => {
    const at = await registered('verified');
    const [a, b] = [await world.fileOf(at, 'a'), await world.fileOf(at, 'b')];
    await flipByte(a, 19 * MIB);
    await rm(b);
    expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'damaged', checkedBytes: 0, damaged: ['a', 'b'] });
    await flipByte(a, 19 * MIB);
    expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'damaged', checkedBytes: 20 * MIB, damaged: ['b'] });
    await world.put(await world.open('copy'), 'b', patterned(100, 2));
    await copyFile(await world.fileOf({ model: 'copy', version: 1 }, 'b'), b);
    expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'verified', checkedBytes: 20 * MIB + 100, damaged: [] });
    expect((await world.registry.audit(at.modelId)).filter((entry) => entry.startsWith('version.'))).toEqual([
      'version.register done',
      'version.finalize done',
      'version.damage done',
      'version.restore done',
    ]);
    await world.registry.promote('verified', 1, 'Production');
  });
});

describe('wherever the bytes are', () => {
  beforeAll(async () => {
    world = await ArtifactWorld.start();
  });
  afterAll(() => world.stop());

  it('says that whole bytes are whole', async () => {
    const at = await registered('whole');
    expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'verified', checkedBytes: 20 * MIB + 100, damaged: [] });
  });

  it('writes one damage down once, however many find it at the same time', async () => {
    const at = await registered('found often');
    await flipByte(await world.fileOf(at, 'a'), 5);
    const reads = await Promise.allSettled(Array.from({ length: 5 }, () => world.get(at, 'a')));
    expect(reads.map((read) => read.status)).toEqual(Array(5).fill('rejected'));
    const events = await world.registry.events(at.modelId);
    expect(events.filter((event) => event.type === 'version.updated')).toHaveLength(1);
  });

  it('marks every version that shares the damaged bytes', async () => {
    const at = await registered('shared');
    const other = await world.open('sharing');
    await world.registry.database.client.$executeRaw`
      INSERT INTO version_artifact (workspace, version_id, path, folded_path, path_key, blob_id, created_at)
        SELECT a.workspace, v.id, a.path, a.folded_path, a.path_key, a.blob_id, now() FROM version_artifact a, model_version v
        WHERE v.model_id = ${other.modelId} AND a.version_id = (SELECT id FROM model_version WHERE model_id = ${at.modelId})`;
    await world.finalize.execute(world.admin, other);
    await flipByte(await world.fileOf(at, 'b'), 5);
    await expect(world.get(other, 'b')).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
    expect([(await versionOf(at.modelId)).integrity, (await versionOf(other.modelId)).integrity]).toEqual(['damaged', 'damaged']);
  });

  it('leaves a version without files as it is, and asks for the right to write', async () => {
    await world.registry.model('outside');
    await world.registry.version('outside');
    const at = { model: 'outside', version: 1 };
    expect(await world.verify.execute(world.admin, at)).toEqual({ integrity: 'unverified', checkedBytes: 0, damaged: [] });
    await expect(world.verify.execute(contextOf(user('rea', 'reader')), at)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  });

  it('reads few files at once, however many callers ask', async () => {
    const at = await registered('asked often');
    let reading = 0;
    let most = 0;
    const counting = Object.create(world.blobs, {
      read: {
        value: async function* (...what: Parameters<typeof world.blobs.read>) {
          reading += 1;
          most = Math.max(most, reading);
          yield* world.blobs.read(...what);
          reading -= 1;
        },
      },
    });
    const verify = new VerifyVersion(world.rows, counting, world.integrity);
    const done = await Promise.all(Array.from({ length: 12 }, () => verify.execute(world.admin, at)));
    expect(new Set(done.map(({ integrity }) => integrity))).toEqual(new Set(['verified']));
    expect(most).toBe(4);
  });
});
