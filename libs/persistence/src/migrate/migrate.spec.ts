import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { beforeEach, expect, inject, it } from 'vitest';
import { cloneDatabase } from '#testing/database/test-cluster';
import { migrate } from './migrate.js';
import { migrationsFolder } from './migrations-folder.js';

const FIRST = `CREATE TABLE item (id text PRIMARY KEY, n integer NOT NULL);
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.n := NEW.n + 1; -- a semicolon; in a comment
  RETURN NEW;
END;
$$;
CREATE TRIGGER item_bump BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION bump();
INSERT INTO item VALUES ('a;b', 1)`;

let url: string;
let migrationsDir: string;

beforeEach(async (context) => {
  const { adminUrl } = inject('slipwayTemplateDatabase');
  const database = await cloneDatabase({ adminUrl, template: 'template0' });
  url = database.url;
  migrationsDir = mkdtempSync(join(tmpdir(), 'slipway-migrations-'));
  writeFileSync(join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  context.onTestFinished(async () => {
    rmSync(migrationsDir, { recursive: true, force: true });
    await database.drop();
  });
});

function write(name: string, sql: string): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

it('applies functions and triggers whole, in order, and once', async () => {
  write('20260102000000_second', 'ALTER TABLE item ADD COLUMN s text;');
  write('20260101000000_first', FIRST);
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: ['20260101000000_first', '20260102000000_second'] });
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [] });
  expect(await query('SELECT id, n FROM item')).toEqual([['a;b', 2]]);
  expect(await query('SELECT migration_name, applied_steps_count, logs FROM _prisma_migrations ORDER BY 1')).toEqual([
    ['20260101000000_first', 1, null],
    ['20260102000000_second', 1, null],
  ]);
});

it('migrates once when replicas boot together', async () => {
  write('20260101000000_first', `${FIRST};\nSELECT pg_sleep(0.3)`);
  const results = await Promise.all([1, 2, 3].map(() => migrate(url, { migrationsDir })));
  expect(results.flatMap((result) => result.applied)).toEqual(['20260101000000_first']);
});

it('applies nothing of a migration that fails, names it, and applies it once it is mended', async () => {
  write('20260101000000_first', FIRST);
  write('20260102000000_bad', 'CREATE TABLE other (id int);\nINSERT INTO nowhere VALUES (1);');
  await expect(migrate(url, { migrationsDir })).rejects.toThrow(/20260102000000_bad could not be applied.*"nowhere" does not exist/s);
  expect(await query(`SELECT to_regclass('item') IS NOT NULL, to_regclass('other') IS NOT NULL`)).toEqual([[true, false]]);
  write('20260102000000_bad', 'CREATE TABLE other (id int);');
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: ['20260102000000_bad'] });
});

it('goes on after a boot that was killed in the middle of a migration', async () => {
  write('20260101000000_first', FIRST);
  await migrate(url, { migrationsDir });
  // What a killed boot leaves: the record of a start, and nothing of the migration itself.
  await query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count) VALUES ('x', 'x', '20260102000000_second', now(), 0)`,
  );
  write('20260102000000_second', 'ALTER TABLE item ADD COLUMN s text;');
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: ['20260102000000_second'] });
});

it('records a migration in its own transaction, so that no kill leaves one applied that looks failed', async () => {
  write(
    '20260101000000_first',
    `CREATE TABLE mark (transaction xid8, finished boolean);
     INSERT INTO mark VALUES (pg_current_xact_id(), false);
     CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN INSERT INTO mark VALUES (pg_current_xact_id(), NEW.finished_at IS NOT NULL); RETURN NEW; END $$;
     CREATE TRIGGER note AFTER UPDATE ON _prisma_migrations FOR EACH ROW EXECUTE FUNCTION note();`,
  );
  await migrate(url, { migrationsDir });
  const rows = await query('SELECT count(*)::int FROM mark a JOIN mark b USING (transaction) WHERE NOT a.finished AND b.finished');
  expect(rows).toEqual([[1]]);
});

it('says so when the folder holds a migration without its script', async () => {
  mkdirSync(join(migrationsDir, '20260101000000_empty'));
  await expect(migrate(url, { migrationsDir })).rejects.toThrow(/migration\.sql/);
});

it('finds the migrations of this checkout', () => {
  expect(migrationsFolder()).toMatch(/prisma.migrations$/);
});
