import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { SIZES } from './size/database-size.js';
import { makeCluster, startCluster } from './size/sized-cluster.js';

/**
 * How long today's migrations hold up writes at size, on the tables of release 0.1.0:
 *
 *   node scripts/run-source.mjs bench/migrate-at-size.ts <folder> [size]
 *
 * Fills a database of release 0.1.0 in the folder (kept for the next run as long as it is not migrated), then migrates it while writers insert into
 * and update each large table, and a reader holds a snapshot for two seconds at a time. Prints the longest wait of any write, by table, beside
 * that of the same writers before (the control).
 */
const FIRST = '20261121000000_main_job';
const CONTROL_MS = 10_000;
/** One statement for each table that grows: what it costs says nothing, how long it waits says all. */
const WRITES: Readonly<Record<string, string>> = {
  registered_model: `UPDATE registered_model SET updated_at = now() WHERE id = (SELECT id FROM registered_model OFFSET floor(random() * 1000) LIMIT 1)`,
  model_version: `UPDATE model_version SET updated_at = now() WHERE id = (SELECT id FROM model_version OFFSET floor(random() * 1000) LIMIT 1)`,
  stage_placement: `UPDATE stage_placement SET workspace = workspace WHERE id = (SELECT id FROM stage_placement LIMIT 1)`,
  promotion: `UPDATE promotion SET reason = reason WHERE id = (SELECT id FROM promotion OFFSET floor(random() * 1000) LIMIT 1)`,
  event: `UPDATE event SET door = door WHERE id = (SELECT id FROM event OFFSET floor(random() * 1000) LIMIT 1)`,
  delivery: `UPDATE delivery SET workspace = workspace WHERE id = (SELECT id FROM delivery OFFSET floor(random() * 1000) LIMIT 1)`,
  audit_unsealed: `INSERT INTO audit_unsealed (entry_id, workspace, ordinal) SELECT 'bench-' || gen_random_uuid(), 'bench', 1`,
  blob: `INSERT INTO blob (id, workspace, size, sha256, chunks, created_at) SELECT 'bench-' || gen_random_uuid(), 'bench', 1, '', '', now()`,
  idempotency_key: `DELETE FROM idempotency_key WHERE created_at < '2000-01-01'`,
  version_tag: `UPDATE version_tag SET value = value WHERE (version_id, key) = (SELECT version_id, key FROM version_tag LIMIT 1)`,
  model_tag: `UPDATE model_tag SET value = value WHERE (model_id, key) = (SELECT model_id, key FROM model_tag LIMIT 1)`,
  version_metric: `UPDATE version_metric SET value = value WHERE (version_id, key) = (SELECT version_id, key FROM version_metric LIMIT 1)`,
  api_token: `UPDATE api_token SET last_used_at = now() WHERE id = (SELECT id FROM api_token LIMIT 1)`,
};

interface Waits {
  /** Milliseconds of the longest write, by table. */
  readonly longest: Map<string, number>;
  writes: number;
}

/** Writes to every table until told to end. */
async function writeUntil(url: string, over: () => boolean): Promise<Waits> {
  const waits: Waits = { longest: new Map(), writes: 0 };
  await Promise.all(
    Object.entries(WRITES).map(async ([table, sql]) => {
      const client = new pg.Client({ connectionString: url, application_name: `bench ${table}` });
      await client.connect();
      while (!over()) {
        const start = performance.now();
        await client.query(sql);
        waits.longest.set(table, Math.max(waits.longest.get(table) ?? 0, performance.now() - start));
        waits.writes += 1;
        await pause(2);
      }
      await client.end();
    }),
  );
  return waits;
}

/** Reads as a report does, two seconds at a time, so that migrations have somebody to wait for. */
async function readUntil(url: string, over: () => boolean): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'bench reader' });
  await client.connect();
  while (!over()) {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    for (const table of Object.keys(WRITES)) await client.query(`SELECT FROM ${table} LIMIT 1`);
    await pause(2_000);
    await client.query('COMMIT');
    await pause(500);
  }
  await client.end();
}

async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [folder, name = 'big'] = positionals;
  const size = SIZES[name];
  if (folder === undefined || size === undefined) throw new Error(`usage: migrate-at-size.ts <folder> [${Object.keys(SIZES).join('|')}]`);
  const first = join(folder, 'migrations-of-0.1.0');
  if (!existsSync(first)) {
    mkdirSync(first, { recursive: true });
    cpSync(join(migrationsFolder(), FIRST), join(first, FIRST), { recursive: true });
    cpSync(join(migrationsFolder(), 'migration_lock.toml'), join(first, 'migration_lock.toml'));
  }
  await makeCluster(folder, size, console.log, first);
  const cluster = await startCluster(folder);
  try {
    const end = performance.now() + CONTROL_MS;
    const control = await writeUntil(cluster.url, () => performance.now() > end);
    let over = false;
    const [writing, reading] = [writeUntil(cluster.url, () => over), readUntil(cluster.url, () => over)];
    const start = performance.now();
    const { applied } = await migrate(cluster.url, { migrationsDir: migrationsFolder(), say: console.log });
    const seconds = (performance.now() - start) / 1_000;
    over = true;
    const [waits] = await Promise.all([writing, reading]);
    console.log(
      `${applied.length} of ${readdirSync(migrationsFolder()).length - 1} migrations in ${seconds.toFixed(1)} s; ${waits.writes} writes meanwhile`,
    );
    for (const table of Object.keys(WRITES))
      console.log(`${table.padEnd(20)} longest write ${ms(waits, table)} ms, before ${ms(control, table)} ms`);
    console.log(
      `longest of all: ${Math.max(...waits.longest.values()).toFixed(0)} ms, before ${Math.max(...control.longest.values()).toFixed(0)} ms`,
    );
  } finally {
    await cluster.stop();
  }
}

function ms(waits: Waits, table: string): string {
  return (waits.longest.get(table) ?? 0).toFixed(0).padStart(6);
}

await main();
