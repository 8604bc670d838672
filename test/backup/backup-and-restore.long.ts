import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BackupWorld, goesOn } from '#testing/backup/backup-world';
import { loadedArtifact, startLoad } from '#testing/backup/registry-load';
import { until } from '#testing/cluster/until';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';

/** What is acknowledged before the backup begins. */
const PROMOTIONS = Number(process.env['SLIPWAY_BACKUP_PROMOTIONS'] ?? 3_000);
/** Of each of the files that come in meanwhile. */
const FILE_BYTES = Number(process.env['SLIPWAY_BACKUP_FILE_BYTES'] ?? 16_000_000);
const FILES = 20;
const WRITERS = 16;
const LONG_MS = 1_800_000;

let world: BackupWorld;
beforeAll(async () => {
  world = await BackupWorld.create();
}, LONG_MS);
afterAll(() => world.remove(), LONG_MS);

it(
  `backs up a service under load (${WRITERS} writers, ${PROMOTIONS} promotions, files of ${FILE_BYTES} bytes) as of one instant, and restores it at home and into a database of an owner without superuser`,
  async () => {
    const { atHome, elsewhere, atCopy } = world;
    const service = await world.serve(atHome);
    const load = startLoad(service.call, { writers: WRITERS, fileBytes: FILE_BYTES, pauseMs: 0 });
    await until('load', () => load.promotions.length >= PROMOTIONS && load.artifacts.length >= FILES, LONG_MS);
    const before = { promotions: [...load.promotions], artifacts: [...load.artifacts] };
    const busy = join(world.folder, 'busy.backup');
    const begun = performance.now();
    console.log(await world.backup(atHome, busy), `${Math.round(performance.now() - begun)} ms`);
    const [promoted, uploaded] = [load.promotions.length, load.artifacts.length];
    await until('load after it', () => load.promotions.length > promoted && load.artifacts.length > uploaded);
    await load.end();

    expect(await world.restore(elsewhere, busy)).toMatch(/Restored [\d,]+ rows and \d+ artifacts.*The audit log holds/s);
    expect(await brokenInvariants(world.databaseUrl(elsewhere))).toEqual({});
    const first = await world.serve(elsewhere);
    const statusOf = async (path: string): Promise<number> => (await first.call('GET', path)).status;
    for (const id of before.promotions) expect([id, await statusOf(`/api/v1/promotions/${id}`)]).toEqual([id, 200]);
    expect(await statusOf(`/api/v1/promotions/${load.promotions.at(-1) ?? ''}`)).toBe(404);
    for (const path of before.artifacts) expect([path, await statusOf(`${loadedArtifact(path)}`)]).toEqual([path, 200]);
    expect(await statusOf(loadedArtifact(load.artifacts.at(-1) ?? ''))).toBe(404);
    await first.stop();

    // When all has come to rest the copies answer every GET as the original does, bytes and all.
    const original = await world.answers(atHome, service);
    const calm = join(world.folder, 'calm.backup');
    expect(await world.backup(atHome, calm, '--with-keys')).toContain('THE KEYS ARE IN IT');
    await service.stop();
    await world.restore(atCopy, calm);
    await world.restore(elsewhere, calm, '--force');
    for (const place of [atCopy, elsewhere]) {
      const copy = await world.serve(place);
      expect(await world.answers(place, copy)).toEqual(original);
      await goesOn(copy);
      await copy.stop();
    }
  },
  LONG_MS,
);
