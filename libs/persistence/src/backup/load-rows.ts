import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from, type CopyStreamQuery } from 'pg-copy-streams';
import { BackupError, type BackupTable } from './backup-format.js';
import { contentOf, type CheckedBackup, type Frame } from './backup-reader.js';
import { copyTarget, quoted } from './registry-tables.js';

/** Nothing of a copy reaches the world: endpoints rest, deploy targets are gone, deployments under way have ended. */
const PAUSE_EFFECTS = [
  `UPDATE webhook_endpoint SET state = 'paused' WHERE state = 'active'`,
  `UPDATE deploy_target SET deleted_at = now() WHERE deleted_at IS NULL`,
  `UPDATE deployment SET state = 'cancelled', due_at = NULL, lease_until = NULL, finished_at = now(), error = 'This is a copy of another installation.'
   WHERE finished_at IS NULL`,
];
/** The same, of what an older release did not have: whoever resumes an endpoint of the copy sends nothing but what happens to the copy. */
const PAUSE_NEWER: readonly { readonly table: string; readonly column: string; readonly statement: string }[] = [
  { table: 'redelivery', column: 'id', statement: 'DELETE FROM redelivery' },
  {
    table: 'webhook_endpoint',
    column: 'retry_behind',
    statement: 'UPDATE webhook_endpoint SET retry_behind = NULL WHERE retry_behind IS NOT NULL',
  },
];

/**
 * Fills the empty tables of the backup's own release in one transaction, as their owner, who need not be a superuser: their triggers rest
 * meanwhile, foreign keys are taken away and put back, which checks every row once more.
 * @returns the first frame after the rows.
 * @throws {BackupError} where the rows are not as many as the backup says; the database's own error for rows that it refuses.
 */
export async function loadRows(
  client: pg.Client,
  frames: AsyncIterator<Frame, void>,
  { file, backup, pauseEffects }: { readonly file: string; readonly backup: CheckedBackup; readonly pauseEffects: boolean },
): Promise<Frame | undefined> {
  const { header, end } = backup;
  await client.query('BEGIN');
  for (const { name } of header.tables) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
  const keys = await takeForeignKeys(client);
  // What migrations write of themselves is in the backup too.
  await client.query(`TRUNCATE ${header.tables.map(({ name }) => quoted(name)).join(', ')}`);
  const next = await copyAll(client, frames, file, backup);
  for (const { definition } of keys) await client.query(definition);
  if (pauseEffects) for (const statement of pausing(header.tables)) await client.query(statement);
  for (const { name, value } of end.sequences) await client.query('SELECT setval($1::regclass, $2)', [quoted(name), value]);
  for (const { name } of header.tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
  await client.query('COMMIT');
  return next;
}

function pausing(tables: readonly BackupTable[]): readonly string[] {
  const newer = PAUSE_NEWER.filter(({ table, column }) => tables.some(({ name, columns }) => name === table && columns.includes(column)));
  return [...PAUSE_EFFECTS, ...newer.map(({ statement }) => statement)];
}

async function copyAll(
  client: pg.Client,
  frames: AsyncIterator<Frame, void>,
  file: string,
  { header, end }: CheckedBackup,
): Promise<Frame | undefined> {
  const counts = new Map<string, number>();
  let open: { readonly table: string; readonly copy: CopyStreamQuery } | undefined;
  const close = async (): Promise<void> => {
    if (open === undefined) return;
    open.copy.end();
    await finished(open.copy);
    counts.set(open.table, open.copy.rowCount);
    open = undefined;
  };
  for (;;) {
    const { value: frame } = await frames.next();
    if (frame?.line.kind === 'header') continue;
    if (frame?.line.kind !== 'rows' || frame.line.table !== open?.table) await close();
    if (frame?.line.kind !== 'rows') {
      for (const { name } of header.tables) {
        if ((counts.get(name) ?? 0) === end.tables[name]?.rows) continue;
        throw new BackupError(
          `${name} has ${counts.get(name) ?? 0} rows and should have ${end.tables[name]?.rows ?? 0}: nothing was restored.`,
        );
      }
      return frame ?? undefined;
    }
    const table = header.tables.find(({ name }) => name === frame.line.table);
    if (table === undefined) throw new BackupError(`${file} has rows of an unknown table: take another copy of it.`);
    open ??= { table: table.name, copy: client.query(from(`COPY ${copyTarget(table)} FROM STDIN`)) };
    if (!open.copy.write(await contentOf(file, frame))) await Promise.race([once(open.copy, 'drain'), finished(open.copy)]);
  }
}

/** Drops the foreign keys. @returns the statements that put them back. */
async function takeForeignKeys(client: pg.Client): Promise<readonly { readonly definition: string }[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, quote_ident(conname) AS name,
            format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS definition
     FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY 1, 2`,
  );
  for (const { table, name } of rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  return rows;
}
