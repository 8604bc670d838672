import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';

const FIRST = '20261121000000_main_job';
const LONG_MS = 300_000;

let database: TestDatabase;
let first: string;

beforeAll(async () => {
  database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
  first = mkdtempSync(join(tmpdir(), 'slipway-first-'));
  for (const name of [FIRST, 'migration_lock.toml']) cpSync(join(migrationsFolder(), name), join(first, name), { recursive: true });
  await migrate(database.url, { migrationsDir: first });
});

afterAll(async () => {
  await database.drop();
  rmSync(first, { recursive: true, force: true });
});

async function connect(name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url, application_name: name });
  await client.connect();
  return client;
}

// How long each write waits at a million versions is measured by bench/migrate-at-size.ts.
it(
  'migrates the tables of release 0.1.0 while each of them is written, and a reader holds one after the other',
  async () => {
    const tables = await connect('test');
    const { rows } = await tables.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'`,
    );
    await tables.end();
    let over = false;
    let writes = 0;
    const writing = rows.map(async ({ name }) => {
      const writer = await connect(`writer of ${name}`);
      // A write that would wait for longer than the service allows (libs/persistence/src/core/database.ts) fails here as it would there.
      await writer.query('SET lock_timeout = 1500');
      for (; !over; writes += 1) await writer.query(`DELETE FROM ${name} WHERE false`);
      await writer.end();
    });
    const reading = (async () => {
      const reader = await connect('long reader');
      for (let turn = 0; !over; turn += 1) {
        await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
        await reader.query(`SELECT FROM ${rows[turn % rows.length]?.name ?? 'event'} LIMIT 1`);
        await reader.query('SELECT pg_sleep(0.1)');
        await reader.query('COMMIT');
      }
      await reader.end();
    })();
    const { applied } = await migrate(database.url, { migrationsDir: migrationsFolder() }).finally(() => (over = true));
    await Promise.all([...writing, reading]);
    expect(applied.length).toBeGreaterThan(5);
    expect(writes).toBeGreaterThan(rows.length);
    expect(await brokenInvariants(database.url)).toEqual({});
  },
  LONG_MS,
);
