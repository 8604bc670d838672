import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { beforeEach, expect, inject, it, onTestFinished, vi } from 'vitest';
import { cloneDatabase } from '#testing/database/test-cluster';
import { runProgram } from '#testing/operation/run-program';
import { migrate } from './migrate.js';

const TABLE = '20260101000000_table';
const INDEX = '20260102000000_index';
const COLUMN = '20260103000000_column';
const PROGRAM = new URL('../../../testing/src/database/migrate-program.fixture.ts', import.meta.url);
/** The lock that release 0.1.0 waits for inside the database. */
const OLD_LOCK = '8317708986706455410';

let url: string;
let migrationsDir: string;

beforeEach(async (context) => {
  const { adminUrl } = inject('slipwayTemplateDatabase');
  const database = await cloneDatabase({ adminUrl, template: 'template0' });
  url = database.url;
  migrationsDir = mkdtempSync(join(tmpdir(), 'slipway-migrations-'));
  writeFileSync(join(migrationsDir, 'migration_lock.toml'), 'provider = "postgresql"\n');
  write(TABLE, 'CREATE TABLE item (id int PRIMARY KEY, n int NOT NULL); INSERT INTO item SELECT i, i FROM generate_series(1, 1000) i;');
  await migrate(url, { migrationsDir });
  context.onTestFinished(async () => {
    rmSync(migrationsDir, { recursive: true, force: true });
    await database.drop();
  });
});

function write(name: string, sql: string): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, 'migration.sql'), sql);
}

const writeIndex = (): void => write(INDEX, '-- slipway: not in a transaction\n-- why\nCREATE INDEX CONCURRENTLY item_n ON item (n);\n');

async function connect(name = 'test'): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: name });
  client.on('error', () => undefined);
  await client.connect();
  onTestFinished(() => client.end());
  return client;
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

async function until(sql: string): Promise<void> {
  while ((await query(sql))[0]?.[0] !== true) await delay(20);
}

/** A transaction that has read the table, as a report or a dump does, and that could have written it. */
async function longReader(): Promise<pg.Client> {
  const reader = await connect('long reader');
  await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await reader.query('SELECT count(*) FROM item');
  return reader;
}

const BUILDING = `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE query ~ 'CREATE INDEX CONCURRENTLY item_n' AND wait_event_type = 'Lock'
  AND pid <> pg_backend_pid() AND datname = current_database())`;
const indexes = (): Promise<unknown[][]> =>
  query(`SELECT relname, indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname ~ '^item_n'`);
const records = (): Promise<unknown[][]> =>
  query(
    'SELECT migration_name, applied_steps_count, finished_at IS NOT NULL, rolled_back_at IS NULL, logs FROM _prisma_migrations ORDER BY 1',
  );

it('lets writes go on while it waits for a reader that holds the table, and says who that is', async () => {
  const reader = await longReader();
  write(COLUMN, 'ALTER TABLE item ADD COLUMN s text;');
  const said: string[] = [];
  const migrating = migrate(url, { migrationsDir, say: (sentence) => said.push(sentence) });
  const writer = await connect('writer');
  let longest = 0;
  let writes = 0;
  while (said.length === 0) {
    const start = performance.now();
    await writer.query('UPDATE item SET n = n + 1 WHERE id = 1');
    longest = Math.max(longest, performance.now() - start);
    writes += 1;
  }
  await reader.query('COMMIT');
  expect(await migrating).toEqual({ applied: [COLUMN] });
  expect(longest).toBeLessThan(1_000);
  expect(writes).toBeGreaterThan(10);
  expect(said).toEqual([expect.stringMatching(/waits for a table that is in use.*\(long reader, \d+ s\)/)]);
});

it('gives up after its patience with the name of who holds the table, having applied nothing, and applies it the next time', async () => {
  const reader = await longReader();
  write(COLUMN, 'CREATE TABLE other (id int); ALTER TABLE item ADD COLUMN s text;');
  await expect(migrate(url, { migrationsDir, patienceMs: 300 })).rejects.toThrow(/20260103000000_column.*lock timeout.*long reader/s);
  await reader.query('COMMIT');
  expect(await query(`SELECT to_regclass('other') IS NULL`)).toEqual([[true]]);
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [COLUMN] });
});

it('needs no more time for a statement than the role allows', async () => {
  await query(`DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET statement_timeout = 100', current_database()); END $$`);
  write(COLUMN, 'SELECT pg_sleep(0.3); ALTER TABLE item ADD COLUMN s text;');
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [COLUMN] });
});

it('builds an index outside a transaction and records it as any other migration, in order', async () => {
  writeIndex();
  write(COLUMN, 'ALTER TABLE item ADD COLUMN s text;');
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [INDEX, COLUMN] });
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [] });
  expect(await indexes()).toEqual([['item_n', true]]);
  expect(await records()).toEqual([TABLE, INDEX, COLUMN].map((name) => [name, 1, true, true, null]));
});

it('migrates once when replicas boot together, release 0.1.0 among them, with an index to build', async () => {
  writeIndex();
  const reader = await longReader();
  const said: string[] = [];
  const booting = [1, 2, 3].map(() => migrate(url, { migrationsDir, say: (sentence) => said.push(sentence) }));
  await until(BUILDING);
  // A replica of the release before waits inside the database, where CREATE INDEX CONCURRENTLY would wait for it.
  const old = await connect('release 0.1.0');
  await old.query(`SELECT pg_advisory_lock(${OLD_LOCK})`);
  await old.query(`SELECT pg_advisory_unlock(${OLD_LOCK})`);
  const [[reading] = []] = await query(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'long reader' AND datname = current_database()`,
  );
  const who = new RegExp(
    `^Another process migrates .* pid \\d+ \\(slipway-migrate-lock\\), and its work waits for pid ${String(reading)}\\.$`,
  );
  const waits = expect.stringMatching(who) as string;
  await vi.waitFor(() => expect(said).toEqual([waits, waits]), { timeout: 30_000 });
  await reader.query('COMMIT');
  expect((await Promise.all(booting)).flatMap(({ applied }) => applied)).toEqual([INDEX]);
  expect(await indexes()).toEqual([['item_n', true]]);
});

it.each(['goes on', 'ends with it'])('is killed while it builds an index whose session %s; the next boot mends it', async (session) => {
  writeIndex();
  const reader = await longReader();
  const boot = runProgram(PROGRAM, {}, [url, migrationsDir]);
  await until(BUILDING);
  boot.child.kill('SIGKILL');
  expect(await boot.ended).toBe('SIGKILL');
  expect(await indexes()).toEqual([['item_n', false]]);
  if (session === 'ends with it') {
    await query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ~ 'CREATE INDEX CONCURRENTLY item_n'
      AND pid <> pg_backend_pid() AND datname = current_database()`);
    await until(`SELECT NOT EXISTS (SELECT FROM pg_stat_progress_create_index)`);
  }
  const next = migrate(url, { migrationsDir });
  await reader.query('COMMIT');
  expect(await next).toEqual({ applied: [INDEX] });
  expect(await indexes()).toEqual([['item_n', true]]);
  expect(await records()).toEqual([TABLE, INDEX].map((name) => [name, 1, true, true, null]));
});

it('leaves no index behind that could not be built, and builds it when the rows are mended', async () => {
  await query('UPDATE item SET n = 1 WHERE id IN (1, 2)');
  write(INDEX, '-- slipway: not in a transaction\nCREATE UNIQUE INDEX CONCURRENTLY "item_n" ON item (n);');
  await expect(migrate(url, { migrationsDir })).rejects.toThrow(/20260102000000_index could not be applied.*\(n\)=\(1\) is duplicated/s);
  expect(await indexes()).toEqual([]);
  await query('UPDATE item SET n = id');
  expect(await migrate(url, { migrationsDir })).toEqual({ applied: [INDEX] });
  expect(await indexes()).toEqual([['item_n', true]]);
});
