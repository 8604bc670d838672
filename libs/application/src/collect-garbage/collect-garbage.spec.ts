import { rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { PrismaBlobCareStore } from '#persistence/artifacts/prisma-blob-care-store';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { ArtifactWorld } from '#testing/artifacts/artifact-world';
import { inPieces, patterned } from '#testing/artifacts/bytes';
import { describeOnBothStores } from '#testing/artifacts/artifact-stores';
import { blobFiles } from '#testing/artifacts/blob-files';
import type { BlobStore } from '../ports/blob-store.js';
import { Clock } from '../ports/clock.js';
import { CollectGarbage, type CollectGarbageCommand, type FoundGarbage } from './collect-garbage.js';

const MIB = 1024 * 1024;

/** The machine's clock, moved by some days. */
class ShiftedClock extends Clock {
  constructor(private readonly days: number) {
    super();
  }
  override now(): Date {
    return new Date(Date.now() + this.days * 86_400_000);
  }
}

let world: ArtifactWorld;

/** The collector as it would run some days from now. */
function collector(days: number, blobs: BlobStore = world.blobs): CollectGarbage {
  const { database, promotions } = world.registry;
  const unit = new PrismaUnitOfWork(database);
  return new CollectGarbage(
    new PrismaBlobCareStore(database),
    blobs,
    unit,
    new PrismaJournal(database, promotions.ids),
    new ShiftedClock(days),
  );
}

async function collect(days: number, command: Partial<CollectGarbageCommand> = {}) {
  const found: FoundGarbage[] = [];
  const result = await collector(days).execute(world.admin, { dryRun: false, strays: true, ...command, onFound: (one) => found.push(one) });
  return { result, found };
}

async function registered(name: string, bytes: Uint8Array) {
  const at = await world.open(name);
  await world.put(at, 'model.bin', bytes);
  await world.finalize.execute(world.admin, at);
  return at;
}

const deletedVersion = async (name: string, bytes: Uint8Array) => {
  const at = await registered(name, bytes);
  const file = await world.fileOf(at, 'model.bin');
  await world.registry.deleteVersion.execute(world.admin, at);
  return file;
};
const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

describeOnBothStores((kind) => {
  beforeAll(async () => {
    world = await ArtifactWorld.start(kind);
  });
  afterAll(() => world.stop());

  it('says in a dry run what it would remove, removes exactly that, and tells the audit log', async () => {
    const living = await registered('living', patterned(1_000));
    const open = await world.open('open');
    await world.put(open, 'a', patterned(10));
    const file = await deletedVersion('gone', patterned(5_000));

    expect((await collect(29, { dryRun: true })).result).toMatchObject({ deleted: 0, strays: 0 });
    const dry = await collect(31, { dryRun: true });
    expect(dry.result).toEqual({ deleted: 1, deletedBytes: 5_000, strays: 0, strayBytes: 0 });
    expect(await isThere(file)).toBe(true);

    const real = await collect(31);
    expect(real.found).toEqual(dry.found);
    expect(await isThere(file)).toBe(false);
    expect(await world.get(living, 'model.bin')).toEqual(Buffer.from(patterned(1_000)));
    expect((await world.get(open, 'a')).length).toBe(10);
    expect((await collect(31)).result).toEqual({ deleted: 0, deletedBytes: 0, strays: 0, strayBytes: 0 });
    const entries = await world.registry.database.client.auditEntry.findMany({ where: { action: 'artifacts.collect' } });
    expect(entries).toMatchObject([{ outcome: 'done', data: { blobs: [real.found[0]?.key.id], bytes: 5_000 } }]);
  });

  it('leaves young bytes alone, whoever refers to them: a writer makes them before their row', async () => {
    const file = await deletedVersion('young', patterned(50));
    expect((await collect(0.9, { deletedForDays: 0 })).result).toMatchObject({ deleted: 0, strays: 0 });
    expect(await isThere(file)).toBe(true);
    expect((await collect(1.1, { deletedForDays: 0 })).result).toMatchObject({ deleted: 1 });
  });

  it('removes stored bytes that no row knows, but not those of an open upload', async () => {
    const at = await world.open('uploading');
    const { client } = world.registry.database;
    const version = await client.modelVersion.findFirstOrThrow({ where: { modelId: at.modelId } });
    const old = new Date(Date.now() - 3 * 86_400_000);
    const write = async (id: string) => {
      const key = { workspace: 'default', id };
      await world.blobs.write(key, inPieces(patterned(70)));
      await world.blobs.settle(key);
      const file = join(world.root, 'blobs', (await blobFiles(world.root)).find((name) => name.endsWith(id)) ?? '');
      await utimes(file, old, old);
      return file;
    };
    const [stray, uploading] = [await write('blb_stray'), await write('blb_uploading')];
    await client.artifactUpload.create({
      data: {
        id: 'upl_1',
        workspace: 'default',
        versionId: version.id,
        path: 'x',
        blobId: 'blb_uploading',
        size: 70n,
        sha256: null,
        partSize: 70n,
        partCount: 1,
        state: 'completing',
        creatorType: 'user',
        creatorId: 'u',
        creatorName: 'u',
        createdAt: old,
        expiresAt: old,
      },
    });
    expect((await collect(0, { strays: false })).result).toMatchObject({ strays: 0 });
    expect((await collect(0, { dryRun: true })).result).toMatchObject({ strays: 1, strayBytes: 70 });
    expect((await collect(0)).found).toMatchObject([{ key: { id: 'blb_stray' }, kind: 'stray' }]);
    expect([await isThere(stray), await isThere(uploading)]).toEqual([false, true]);
    const entries = await client.auditEntry.findMany({ where: { action: 'artifacts.collect', data: { path: ['kind'], equals: 'stray' } } });
    expect(entries.at(-1)?.data).toEqual({ kind: 'stray', blobs: ['blb_stray'], bytes: 70 });
    await client.artifactUpload.deleteMany();
    expect((await collect(0)).result).toMatchObject({ strays: 1 });
  });

  it('finishes what a killed run has left: rows gone, bytes still there', async () => {
    const file = await deletedVersion('half', patterned(90));
    const killedBeforeDelete: BlobStore = Object.create(world.blobs, { delete: { value: () => Promise.resolve() } });
    await collector(31, killedBeforeDelete).execute(world.admin, { dryRun: false, strays: true });
    expect(await isThere(file)).toBe(true);
    expect((await collect(31)).found).toMatchObject([{ size: 90, kind: 'stray' }]);
    expect(await isThere(file)).toBe(false);
  });

  it('takes nothing that is in use while versions are uploaded, replaced and registered beside it', async () => {
    const { client } = world.registry.database;
    const many = kind === 'disk' ? 8 : 4;
    const files = [];
    for (let i = 0; i < many; i++) files.push(await deletedVersion(`deleted before ${i}`, patterned(300, i)));
    await client.blob.updateMany({ data: { createdAt: new Date(Date.now() - 3 * 86_400_000) } });
    let running = true;
    const collecting = Promise.all(
      [1, 2].map(async () => {
        do await collect(0, { deletedForDays: 0 });
        while (running);
      }),
    );
    const kept = await Promise.all(
      Array.from({ length: many }, async (_, i) => {
        const at = await world.open(`kept beside ${i}`);
        await world.put(at, 'model.bin', patterned(100, i));
        await world.put(at, 'model.bin', patterned(200, i));
        await world.finalize.execute(world.admin, at);
        return { at, bytes: Buffer.from(patterned(200, i)) };
      }),
    );
    running = false;
    await collecting;
    for (const { at, bytes } of kept) expect(await world.get(at, 'model.bin')).toEqual(bytes);
    expect(await Promise.all(files.map(isThere))).toEqual(Array(many).fill(false));
  });

  it('takes nothing of uploads by parts at any point of their way, however old they are, and they are completed beside it', async () => {
    const bytes = patterned(8 * MIB + 1_000);
    // To this collector everything that is written now is two days old: only the rows speak for it.
    const collectHere = () => collect(2, { deletedForDays: 0 });
    const stray = { workspace: 'default', id: 'blb_nobodys' };
    await world.blobs.write(stray, inPieces(patterned(40)));
    await world.blobs.settle(stray);
    const [slow, given] = [await world.open('by parts'), await world.open('by many')];
    const upload = await world.byParts.of(slow, 'model.bin', bytes);
    expect((await collectHere()).found.map(({ key }) => key.id)).toContain(stray.id);
    let running = true;
    const collecting = (async () => {
      while (running) expect((await collectHere()).found).toEqual([]);
    })();
    const others = Promise.all(
      ['a', 'b'].map(async (path) => {
        const other = await world.byParts.of(given, path, bytes.subarray(0, 2_000));
        for (let number = other.partCount; number > 0; number -= 1) await other.put(number);
        await other.complete();
      }),
    );
    for (const number of [2, 1]) {
      await upload.put(number);
      expect((await collectHere()).found).toEqual([]);
    }
    // Between the parts that have become the object and the row that will know of it.
    const looked: unknown[] = [];
    const digest = world.blobs.digest.bind(world.blobs);
    const spied = vi.spyOn(world.blobs, 'digest').mockImplementation(async (...what) => {
      looked.push((await collectHere()).found);
      return digest(...what);
    });
    await Promise.all([upload.complete(), others]);
    spied.mockRestore();
    running = false;
    await collecting;
    expect(looked.length).toBeGreaterThan(0);
    expect(looked.flat()).toEqual([]);
    await collectHere();
    for (const at of [slow, given]) await world.finalize.execute(world.admin, at);
    expect((await world.get(slow, 'model.bin')).equals(bytes)).toBe(true);
    for (const path of ['a', 'b']) expect((await world.get(given, path)).equals(bytes.subarray(0, 2_000))).toBe(true);
  });
});

it('does nothing where the folder of the store is not there', async () => {
  const empty = await ArtifactWorld.start();
  try {
    await rm(empty.root, { recursive: true, force: true });
    const unit = new PrismaUnitOfWork(empty.registry.database);
    const journal = new PrismaJournal(empty.registry.database, empty.registry.promotions.ids);
    const gc = new CollectGarbage(new PrismaBlobCareStore(empty.registry.database), empty.blobs, unit, journal, new ShiftedClock(40));
    expect(await gc.execute(empty.admin, { dryRun: false, strays: true })).toEqual({
      deleted: 0,
      deletedBytes: 0,
      strays: 0,
      strayBytes: 0,
    });
  } finally {
    await empty.stop();
  }
});
