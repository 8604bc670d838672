import { copyFile, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrismaBlobCareStore } from '#persistence/artifacts/prisma-blob-care-store';
import { ArtifactWorld } from '#testing/artifacts/artifact-world';
import { describeOnBothStores } from '#testing/artifacts/artifact-stores';
import { flipByte } from '#testing/artifacts/blob-files';
import { patterned } from '#testing/artifacts/bytes';
import { Clock } from '../ports/clock.js';
import { ScrubArtifacts, type ScrubResult } from './scrub-artifacts.js';
import { ScrubPace } from './scrub-pace.js';

const MIB = 1024 * 1024;

/** The machine's clock, moved by some days. */
class ShiftedClock extends Clock {
  days = 0;
  override now(): Date {
    return new Date(Date.now() + this.days * 86_400_000);
  }
}

let world: ArtifactWorld;
let care: PrismaBlobCareStore;
const clock = new ShiftedClock();

const scrub = () => new ScrubArtifacts(care, world.blobs, world.integrity, clock, new ScrubPace(0));

/** Turns until nothing is due. */
async function round(maxBytes = 8 * MIB): Promise<ScrubResult[]> {
  const results: ScrubResult[] = [];
  for (;;) {
    const result = await scrub().execute(world.admin, maxBytes);
    if (result === null) return results;
    results.push(result);
  }
}

async function registered(name: string) {
  const at = await world.open(name);
  await world.put(at, 'a', patterned(20 * MIB));
  await world.put(at, 'b', patterned(100, 2));
  await world.finalize.execute(world.admin, at);
  return at;
}

const integrityOf = async (modelId: string) =>
  (await world.registry.database.client.modelVersion.findFirstOrThrow({ where: { modelId } })).integrity;

describeOnBothStores((kind) => {
  beforeAll(async () => {
    world = await ArtifactWorld.start(kind);
    care = new PrismaBlobCareStore(world.registry.database);
  });
  afterAll(() => world.stop());

  it('finds a flipped bit and a missing file, marks their versions as verify would, and sees when they are restored', async () => {
    clock.days = 100;
    const at = await registered('rotten');
    const [a, b] = [await world.fileOf(at, 'a'), await world.fileOf(at, 'b')];
    await copyFile(a, `${a}.good`);
    await copyFile(b, `${b}.good`);
    await flipByte(a, 17 * MIB);
    await rm(b);

    const found = (await round()).filter((turn) => turn.damaged !== null);
    expect(found).toHaveLength(2);
    expect(await integrityOf(at.modelId)).toBe('damaged');
    const events = await world.registry.events(at.modelId);
    expect(events.at(-1)).toMatchObject({ type: 'version.updated', data: { changed: ['integrity'], integrity: 'damaged' } });
    await expect(world.registry.promote('rotten', 1, 'Production')).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });

    await copyFile(`${a}.good`, a);
    clock.days = 200;
    await round();
    expect(await integrityOf(at.modelId)).toBe('damaged');
    await copyFile(`${b}.good`, b);
    clock.days = 300;
    await round();
    expect(await integrityOf(at.modelId)).toBe('verified');
  });
});

describe('wherever the bytes are', () => {
  beforeAll(async () => {
    world = await ArtifactWorld.start();
    care = new PrismaBlobCareStore(world.registry.database);
  });
  afterAll(() => world.stop());

  it('reads every byte once, a turn at a time, and then nothing until a month has passed', async () => {
    clock.days = 0;
    await registered('whole');
    const turns = await round();
    expect(turns.map((turn) => turn.checkedBytes).reduce((sum, bytes) => sum + bytes)).toBe(20 * MIB + 100);
    expect(turns.every((turn) => turn.checkedBytes <= 8 * MIB && turn.damaged === null)).toBe(true);
    expect(await round()).toEqual([]);
    clock.days = 31;
    expect((await round(64 * MIB)).map((turn) => turn.checkedBytes).sort((a, b) => a - b)).toEqual([100, 20 * MIB]);
  });

  it('shares the work between processes: no byte is read by two of them', async () => {
    clock.days = 400;
    await registered('shared one');
    await registered('shared two');
    const before = await world.registry.database.client.blob.aggregate({ _sum: { size: true } });
    const results = (await Promise.all([round(), round(), round()])).flat();
    expect(results.reduce((sum, turn) => sum + turn.checkedBytes, 0)).toBe(Number(before._sum.size));
  });

  it('goes on where a killed process had come to, after its lease', async () => {
    clock.days = 500;
    await registered('killed');
    await scrub().execute(world.admin, 8 * MIB);
    const held = await care.takeForScrub('default', clock.now(), 8 * MIB, 3_600);
    expect(held).not.toBeNull();
    await round();
    const left = await world.registry.database.client.blob.findMany({ where: { scrubUntil: { not: null } } });
    expect(left.map((blob) => blob.id)).toEqual([held?.blob.key.id]);
    await world.registry.database.client.blob.updateMany({ data: { scrubUntil: new Date(0) }, where: { scrubUntil: { not: null } } });
    const rest = await round();
    expect(rest.reduce((sum, turn) => sum + turn.checkedBytes, 0)).toBe((held?.blob.size ?? 0) - (held?.span.start ?? 0));
  });
});
