import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GENESIS_HASH, sealEntry, type SealedEntry } from '#domain/audit/audit-chain';
import { AuditWorld, newAuditKey } from '#testing/audit/audit-world';
import { checkpointOf, type PublishedCheckpoint } from './read-export.js';
import { verifyExport, type ExportVerdict } from './verify-export.js';

let world: AuditWorld;
let folder: string;
let file: string;
beforeEach(async () => {
  world = await AuditWorld.start();
  folder = await mkdtemp(join(tmpdir(), 'slipway-audit-'));
  file = join(folder, 'audit.ndjson');
  await world.act('a', 'b', 'c', 'd');
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

const verify = async (checkpoint: PublishedCheckpoint | null = null, publicKey = world.key.publicKeyPem): Promise<ExportVerdict> =>
  verifyExport({ file, publicKeys: [publicKey], checkpoint });
const lines = async (): Promise<string[]> => (await readFile(file, 'utf8')).trimEnd().split('\n');
const rewrite = async (change: (lines: string[]) => string[]): Promise<void> =>
  writeFile(
    file,
    change(await lines())
      .map((line) => `${line}\n`)
      .join(''),
  );

/** A checkpoint that somebody kept. */
async function keep(): Promise<PublishedCheckpoint> {
  const kept = checkpointOf(await world.sign().execute('default'));
  if (kept === undefined) throw new Error('nothing is sealed');
  return kept;
}

/** The whole chain again, as somebody would write it who can write everything but sign. */
function forge(entries: readonly SealedEntry[], change: (entry: SealedEntry['entry']) => SealedEntry['entry']): string[] {
  let prevHash = GENESIS_HASH;
  return entries.map(({ position, entry }) => {
    const seal = sealEntry(prevHash, position, change(entry), (text) => world.key.sha256(text));
    prevHash = seal.hash;
    return JSON.stringify({ ...seal, entry: change(entry) });
  });
}

describe('an export that nobody touched', () => {
  it('holds, and says what that does not prove', async () => {
    const kept = await keep();
    await world.act('e');
    await world.exportTo(file);
    const { code, said } = await verify(kept);
    expect(code).toBe(0);
    expect(said[0]).toMatch(/^HOLDS: entries 1 to 5 are whole/);
    expect(said.join('\n')).toMatch(/entries after position 5 exist/);
  });

  it('holds from a later position on, and says that it did not see the beginning', async () => {
    await world.exportTo(file, { since: 3 });
    const { code, said } = await verify();
    expect([code, said.join('\n')]).toEqual([0, expect.stringMatching(/entries 1 to 2, which are not in this export/)]);
  });

  it('is not vouched for past the last checkpoint within it', async () => {
    await keep();
    await world.act('e', 'f');
    await world.exportTo(file, { until: 5 });
    expect(await verify()).toMatchObject({
      code: 2,
      said: expect.arrayContaining([expect.stringMatching(/entries 5 to 5 follow each other, but no signed/)]),
    });
  });
});

describe('a file that somebody changed', () => {
  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['an entry', (all) => all.map((line) => line.replace('"action":"b"', '"action":"x"')), /line 2: the entry at position 2 is not/],
    ['a line more', (all) => all.toSpliced(1, 0, all[0] ?? ''), /line 2: expected position 2/],
    ['a line less', (all) => all.toSpliced(1, 1), /line 2: expected position 2, found 3/],
    ['the order', (all) => [...all.slice(0, 1), ...all.slice(2, 3), ...all.slice(1, 2), ...all.slice(3)], /line 2: expected position 2/],
    ['the end and the last entry', (all) => all.slice(0, 3).concat(all.slice(4)), /the log has 4 entries, and this file ends with 3/],
    [
      'a member twice',
      (all) => all.map((line) => line.replace('{"position":2', '{"position":9,"position":2')),
      /line 2 is not of an export/,
    ],
    ['a remark', (all) => all.map((line) => line.replace('{"position":2', '{"note":1,"position":2')), /line 2 is not of an export/],
    ['something behind the end', (all) => [...all, all[0] ?? ''], /stands after the end|no signed/],
    ['what is no JSON', (all) => ['{', ...all], /line 1 is not of an export: it is not JSON/],
  ])('%s', async (_what, change, message) => {
    await world.exportTo(file);
    await rewrite(change);
    const { code, said } = await verify();
    expect([code, said[0]]).toEqual([1, expect.stringMatching(message)]);
  });

  it('is not believed when the whole chain fits again', async () => {
    const kept = await keep();
    await world.exportTo(file);
    const chain = await world.chain();
    const forged = forge(chain, (entry) => JSON.parse(JSON.stringify(entry).replaceAll('"root"', '"nobody"')));
    await rewrite((all) => [...forged, ...all.slice(-1)]);
    expect(await verify()).toMatchObject({
      code: 1,
      said: expect.arrayContaining([expect.stringMatching(/position 4 is not what the signed checkpoint/)]),
    });
    // Without its end nothing speaks for it, and nothing against it: only a checkpoint from outside does.
    await rewrite((all) => all.slice(0, -1));
    expect((await verify()).code).toBe(2);
    expect((await verify(kept)).code).toBe(1);
  });

  it('is found out by an older checkpoint when its end was taken away', async () => {
    const kept = await keep();
    await world.exportTo(file);
    await rewrite((all) => all.slice(0, 2));
    expect((await verify()).code).toBe(2);
    expect(await verify(kept)).toMatchObject({
      code: 1,
      said: expect.arrayContaining([expect.stringMatching(/4 entries, and this file ends with 2/)]),
    });
  });

  it('is not vouched for by another key', async () => {
    await world.exportTo(file);
    expect(await verify(null, newAuditKey().publicKeyPem)).toMatchObject({
      code: 1,
      said: [expect.stringMatching(/checkpoint of the file was not signed by this key/)],
    });
    const foreign = checkpointOf(await world.sign(newAuditKey()).execute('default'));
    expect((await verify(foreign ?? null)).code).toBe(1);
  });
});

describe('a database owner who switched the triggers off', () => {
  it.each([
    ['rewrote an entry', `UPDATE audit_entry SET actor = '{"id":"usr_x"}' WHERE action = 'b'`],
    ['rewrote what lists are filtered by', `UPDATE audit_entry SET actor_id = 'usr_x' WHERE action = 'b'`],
    ['took an entry away', `DELETE FROM audit_entry WHERE action = 'b'`],
    ['took an entry and its seal away', `DELETE FROM audit_seal WHERE position = 2; DELETE FROM audit_entry WHERE action = 'b'`],
    ['cut the end off', `DELETE FROM audit_seal WHERE position > 2; DELETE FROM audit_entry WHERE action IN ('c', 'd')`],
    ['took all checkpoints and the end away', `TRUNCATE audit_checkpoint; DELETE FROM audit_seal WHERE position > 2`],
  ])('%s: found with the checkpoint that was kept outside', async (_what, statement) => {
    const kept = await keep();
    await world.asOwner(statement);
    await world.exportTo(file);
    expect((await verify(kept)).code).toBe(1);
  });
});

describe('the command', () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const register = new URL('../../libs/testing/src/child-process/register-typescript.mjs', import.meta.url).href;
  const run = (...args: string[]) => {
    const done = spawnSync(process.execPath, ['--conditions=@slipway/source', '--import', register, 'tools/audit-verify.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    });
    return { code: done.status, text: done.stdout + done.stderr };
  };

  it('ends with 0, 1 or 2 and says why', async () => {
    const key = join(folder, 'key.pem');
    const checkpoint = join(folder, 'checkpoint.json');
    await writeFile(key, world.key.publicKeyPem);
    await writeFile(checkpoint, JSON.stringify(await keep()));
    await world.exportTo(file);
    expect(run(file, '--checkpoint', checkpoint, '--key', key)).toMatchObject({ code: 0, text: expect.stringMatching(/^HOLDS/) });
    await rewrite((all) => all.toSpliced(1, 1));
    expect(run(file, '--key', key)).toMatchObject({ code: 1, text: expect.stringMatching(/^DOES NOT HOLD/) });
    expect(run(file)).toMatchObject({ code: 2, text: expect.stringMatching(/^Usage/) });
    expect(run(`${file}x`, '--key', key)).toMatchObject({ code: 2, text: expect.stringMatching(/there is no such file/) });
    expect(run(file, '--key', checkpoint)).toMatchObject({ code: 2, text: expect.stringMatching(/Ed25519 public key/) });
    expect(run(file, '--key', key, '--checkpoint', key)).toMatchObject({ code: 2, text: expect.stringMatching(/is not a checkpoint/) });
  });
});
