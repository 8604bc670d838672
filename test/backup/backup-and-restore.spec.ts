import { copyFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BackupWorld, goesOn } from '#testing/backup/backup-world';
import { loadedArtifact, startLoad } from '#testing/backup/registry-load';
import { until } from '#testing/cluster/until';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';

/** Half a minute on a calm machine. */
const LONG_MS = 600_000;
// The registry that is backed up is a fixture of Linux, and its unpacking needs POSIX's tar.
const supported = process.platform !== 'win32';

let world: BackupWorld;
beforeAll(async () => {
  if (supported) world = await BackupWorld.create();
}, LONG_MS);
afterAll(async () => {
  if (supported) await world.remove();
}, LONG_MS);

it.skipIf(!supported)(
  'moves a running registry under load from its embedded database to another as of one instant, and from there home again',
  async () => {
    const { atHome, elsewhere, atCopy } = world;
    const original = await world.serve(atHome);
    const load = startLoad(original.call, { writers: 3, fileBytes: 20_000, pauseMs: 100 });
    await until('load', () => load.promotions.length > 30 && load.artifacts.length > 2);
    const before = { promotions: [...load.promotions], artifacts: [...load.artifacts] };
    const busy = join(world.folder, 'busy.backup');
    expect(await world.backup(atHome, busy)).toMatch(/artifacts \([\d.]+ kB, included\).*THE KEYS ARE NOT IN IT/s);
    expect(statSync(busy).mode & 0o777).toBe(0o600);
    const [promoted, uploaded] = [load.promotions.length, load.artifacts.length];
    await until('load after it', () => load.promotions.length > promoted && load.artifacts.length > uploaded);
    await load.end();
    await original.stop();

    // Promotions, placements, events, audit log and artifacts are of one instant, and what was acknowledged before it is there.
    expect(await world.restore(elsewhere, busy)).toMatch(/Restored [\d,]+ rows and \d+ artifacts.*The audit log holds/s);
    expect(await brokenInvariants(world.databaseUrl(elsewhere))).toEqual({});
    const second = await world.serve(elsewhere);
    const statusOf = async (path: string): Promise<number> => (await second.call('GET', path)).status;
    for (const id of [before.promotions[0], before.promotions.at(-1)]) expect(await statusOf(`/api/v1/promotions/${id ?? ''}`)).toBe(200);
    expect(await statusOf(`/api/v1/promotions/${load.promotions.at(-1) ?? ''}`)).toBe(404);
    for (const path of before.artifacts) expect([path, await statusOf(loadedArtifact(path))]).toEqual([path, 200]);
    expect(await statusOf(loadedArtifact(load.artifacts.at(-1) ?? ''))).toBe(404);

    // From a database of one's own, beside its service, into an embedded one, which then answers every GET as the other does, bytes and all.
    const answers = await world.answers(elsewhere, second);
    expect(Object.values(answers).filter(({ status }) => status >= 500)).toEqual([]);
    const calm = join(world.folder, 'calm.backup');
    await world.backup(elsewhere, calm);
    await second.stop();
    expect(await world.restore(atCopy, calm)).toContain('put encryption-keys and audit-key.pem of the original');
    for (const file of world.keyFiles) copyFileSync(file, join(atCopy['SLIPWAY_HOME'] ?? '', basename(file)));
    const third = await world.serve(atCopy);
    expect(await world.answers(atCopy, third)).toEqual(answers);
    await goesOn(third);
  },
  LONG_MS,
);
