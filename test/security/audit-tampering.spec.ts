import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GENESIS_HASH, sealEntry } from '#domain/audit/audit-chain';
import { AuditWorld, newAuditKey } from '#testing/audit/audit-world';
import { checkpointOf, type PublishedCheckpoint } from '../../tools/audit-verify/read-export.js';
import { verifyExport, type ExportVerdict } from '../../tools/audit-verify/verify-export.js';

let world: AuditWorld;
let folder: string;
let file: string;
beforeEach(async () => {
  world = await AuditWorld.start();
  folder = await mkdtemp(join(tmpdir(), 'slipway-tampering-'));
  file = join(folder, 'audit.ndjson');
});
afterEach(async () => {
  await world.stop();
  await rm(folder, { recursive: true });
});

/** What an auditor keeps on another machine. */
async function keep(): Promise<PublishedCheckpoint> {
  const kept = checkpointOf(await world.sign().execute('default'));
  if (kept === undefined) throw new Error('nothing is sealed');
  return kept;
}

const verify = async (checkpoint: PublishedCheckpoint | null): Promise<ExportVerdict> => {
  await world.exportTo(file);
  return verifyExport({ file, publicKeys: [world.key.publicKeyPem], checkpoint });
};

/** The whole log written anew by its owner, as if `deed` had never been: entries, seals that fit again, and no checkpoint of before. */
async function rewriteAll(deed: string): Promise<void> {
  const kept = (await world.chain()).filter(({ entry }) => JSON.parse(JSON.stringify(entry)).action !== deed);
  let prevHash = GENESIS_HASH;
  const rows = kept.map(({ entry }, index) => {
    const seal = sealEntry(prevHash, index + 1, entry, (text) => world.key.sha256(text));
    prevHash = seal.hash;
    return { id: String(Reflect.get(Object(entry), 'id')), ...seal };
  });
  await world.asOwner(
    'DELETE FROM audit_checkpoint',
    'DELETE FROM audit_seal',
    `DELETE FROM audit_entry WHERE action = '${deed}'`,
    ...rows.map(
      ({ id, position, prevHash: before, hash }) =>
        `INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at) VALUES ('default', ${position}, '${id}', '${before}', '${hash}', now())`,
    ),
  );
}

const nothing = /^(DOES NOT HOLD|HOLDS|CANNOT SAY)/;
const said = ({ said: [first = ''] }: ExportVerdict): string => nothing.exec(first)?.[1] ?? first;

/** An entry that nobody caused. */
const COPY = `INSERT INTO audit_entry SELECT (jsonb_populate_record(e, '{"id": "aud_forged", "ordinal": 999}')).* FROM audit_entry e WHERE action = 'b'`;

describe('a database owner with the triggers off', () => {
  it('who rewrites all of it so that it fits again is found by an older checkpoint, and by nothing else', async () => {
    await world.act('a', 'deed', 'c', 'd');
    const kept = await keep();
    await rewriteAll('deed');
    // Without what was kept outside, the service itself vouches for the new past: this is why checkpoints are kept outside.
    expect(said(await verify(null))).toBe('HOLDS');
    expect(said(await verify(kept))).toBe('DOES NOT HOLD');
  });

  it('who rewrites all of it and lets it grow past the kept checkpoint is found by it too', async () => {
    await world.act('a', 'deed', 'c');
    const kept = await keep();
    await rewriteAll('deed');
    await world.act('e', 'f', 'g');
    expect(said(await verify(null))).toBe('HOLDS');
    expect(said(await verify(kept))).toBe('DOES NOT HOLD');
  });

  it('who deletes the tail with its checkpoints is found by an older checkpoint, and not by itself', async () => {
    await world.act('a', 'b', 'c', 'd');
    const kept = await keep();
    await world.asOwner(
      'DELETE FROM audit_checkpoint',
      'DELETE FROM audit_seal WHERE position > 2',
      `DELETE FROM audit_entry WHERE action IN ('c', 'd')`,
    );
    expect(said(await verify(null))).toBe('HOLDS');
    expect(said(await verify(kept))).toBe('DOES NOT HOLD');
  });

  it.each<[string, readonly string[]]>([
    ['changes one entry', [`UPDATE audit_entry SET reason = 'nothing to see' WHERE action = 'b'`]],
    ['changes when something happened', [`UPDATE audit_entry SET at = at - interval '1 day' WHERE action = 'b'`]],
    [
      'changes the order of two entries',
      [
        `UPDATE audit_seal SET entry_id = 'x' WHERE position = 2`,
        `UPDATE audit_seal SET entry_id = (SELECT id FROM audit_entry WHERE action = 'b') WHERE position = 3`,
        `UPDATE audit_seal SET entry_id = (SELECT id FROM audit_entry WHERE action = 'c') WHERE position = 2`,
      ],
    ],
    [
      'puts one in',
      [
        COPY,
        'UPDATE audit_seal SET position = position + 1000 WHERE position > 2',
        `INSERT INTO audit_seal VALUES ('default', 3, 'aud_forged', repeat('c', 64), repeat('a', 64), now())`,
        'UPDATE audit_seal SET position = position - 999 WHERE position > 1000',
      ],
    ],
    [
      'takes one out and closes the gap',
      [`DELETE FROM audit_seal WHERE position = 2`, `UPDATE audit_seal SET position = position - 1 WHERE position > 2`],
    ],
    ['gives one the hash of another', [`UPDATE audit_seal SET hash = repeat('b', 64) WHERE position = 2`]],
  ])('who %s is found without any checkpoint from outside', async (_what, statements) => {
    await world.act('a', 'b', 'c', 'd');
    await keep();
    await world.asOwner(...statements);
    expect(said(await verify(null))).toBe('DOES NOT HOLD');
  });

  it('cannot make a checkpoint of its own: one by another key does not count', async () => {
    await world.act('a', 'b');
    const forged = checkpointOf(await world.sign(newAuditKey()).execute('default'));
    expect(said(await verify(forged ?? null))).toBe('DOES NOT HOLD');
  });

  it('is stopped by the triggers while they are there', async () => {
    await world.act('a');
    await keep();
    for (const table of ['audit_entry', 'audit_seal', 'audit_checkpoint']) {
      await expect(world.database.pool.query(`DELETE FROM ${table}`)).rejects.toThrow();
      await expect(world.database.pool.query(`UPDATE ${table} SET workspace = workspace`)).rejects.toThrow();
      await expect(world.database.pool.query(`TRUNCATE ${table} CASCADE`)).rejects.toThrow();
    }
  });
});
