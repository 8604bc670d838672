import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';

// What the database refuses by itself, whoever asks: rules 1, 2, 9 and 11. The statements here are those of a careless or hostile client
// that goes past the service.

let client: pg.Client;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  drop = made.drop;
  client = new pg.Client({ connectionString: made.url });
  await client.connect();
  await client.query(`
    INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_version, sequence, last_change_at, created_at, updated_at)
      VALUES ('m', 'default', 'm', 'user', 'u', 'u', 2, 5, now(), now(), now());
    INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, creator_type, creator_id, creator_name, created_at, updated_at)
      VALUES ('v1', 'default', 'm', 1, 'READY', 'verified', 's', 'user', 'u', 'u', now(), now()), ('v2', 'default', 'm', 2, 'READY', 'verified', 's', 'user', 'u', 'u', now(), now());
    INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at)
      VALUES ('p1', 'default', 'm', 'v1', 1, 'Production', true, 'promotion', now());
    INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, action, outcome, object_type, object_id, data)
      VALUES ('a1', 'default', now(), '{}', 'u', 'rest', 'x', 'done', 'x', 'x', '{}');
    INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at) VALUES ('default', 1, 'a1', '0', '1', now());
    INSERT INTO blob (id, workspace, size, sha256, chunks, created_at) VALUES ('b1', 'default', 1, 'x', '', now());`);
});
afterAll(async () => {
  await client.end();
  await drop();
});

const placement = (id: string, version: number, exclusive: boolean) => `
  INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at)
  VALUES ('${id}', 'default', 'm', 'v${version}', ${version}, 'Production', ${exclusive}, 'promotion', now())`;
const version = (id: string, number: number) => `
  INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, creator_type, creator_id, creator_name, created_at, updated_at)
  VALUES ('${id}', 'default', 'm', ${number}, 'READY', 'verified', 's', 'user', 'u', 'u', now(), now())`;

it.each([
  ['rule 1: a second incumbent', placement('p2', 2, true), 'stage_placement_incumbent'],
  ['rule 1: a second incumbent that denies its occupancy', placement('p2', 2, false), 'occupancy'],
  ['rule 1: an incumbent that is made to deny it', `UPDATE stage_placement SET exclusive = false WHERE id = 'p1'`, 'occupancy'],
  ['rule 1: a version in two places', placement('p2', 1, true), 'stage_placement_'],
  ['history: a placement that moves', `UPDATE stage_placement SET stage = 'Staging', exclusive = false WHERE id = 'p1'`, 'refused'],
  ['history: a placement that goes', `DELETE FROM stage_placement`, 'history'],
  ['rule 2: a number again', version('v3', 1), 'model_version_model_id_version_key'],
  ['rule 2: another number', `UPDATE model_version SET version = 7 WHERE id = 'v1'`, 'number'],
  ['rule 2: a freed number', `DELETE FROM model_version WHERE id = 'v2'`, 'number'],
  ['rule 2: a counter that goes back', `UPDATE registered_model SET last_version = 1`, 'only grow'],
  ['rule 4: a sequence that goes back', `UPDATE registered_model SET sequence = 4`, 'only grow'],
  [
    'rule 9: a file added to a registered version',
    `INSERT INTO version_artifact (workspace, version_id, path, folded_path, path_key, blob_id, created_at) VALUES ('default', 'v1', 'a', 'a', 'k', 'b1', now())`,
    'registered version',
  ],
  ['rule 11: an audit entry that changes', `UPDATE audit_entry SET action = 'y'`, 'append-only'],
  ['rule 11: an audit entry that goes', `DELETE FROM audit_entry`, 'append-only'],
  ['rule 11: all of them', `TRUNCATE audit_entry`, 'append-only'],
  ['rule 11: a seal that changes', `UPDATE audit_seal SET hash = '2'`, 'append-only'],
  ['rule 11: a seal that goes', `DELETE FROM audit_seal`, 'append-only'],
  [
    'rule 11: a fork of the chain',
    `INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at) VALUES ('default', 2, 'a2', '0', '2', now())`,
    'prev_hash',
  ],
])('refuses %s', async (_, statement, reason) => {
  await expect(client.query(statement)).rejects.toThrow(reason);
});

it('lets a placement be closed once', async () => {
  await client.query(`UPDATE stage_placement SET to_at = now() WHERE id = 'p1'`);
  await expect(client.query(`UPDATE stage_placement SET to_at = now() + interval '1 day' WHERE id = 'p1'`)).rejects.toThrow('history');
});
