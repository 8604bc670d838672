import type pg from 'pg';
import { BackupError } from './backup-format.js';
import { quoted } from './registry-tables.js';
import { hasUnfinishedRestore, UNFINISHED } from './unfinished-restore.js';

/** Prisma's own statement: with the table there the engine takes the schema for one of its own, though our mark stands beside it. */
const RECORD = `CREATE TABLE "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

/**
 * Makes a database ready to be filled: empty but for the mark that a restore is under way. What a restore that was stopped has left is
 * removed; anything else only where `force` says so.
 * @throws {BackupError} where it is not empty, or a service is connected to it.
 */
export async function prepareTarget(client: pg.Client, file: string, force: boolean): Promise<void> {
  const users = await client.query<{ name: string; pid: number }>(
    `SELECT application_name AS name, pid FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'slipway%' LIMIT 3`,
  );
  if (users.rows.length > 0) {
    const names = users.rows.map(({ name, pid }) => `${name}, pid ${pid}`).join('; ');
    throw new BackupError(`A service uses this database (${names}): stop it before you restore.`);
  }
  const [tables, functions, types] = [await ownTables(client), await ownFunctions(client), await ownTypes(client)];
  if (tables.length > 0 && !force && !(await hasUnfinishedRestore(client))) {
    throw new BackupError(
      `This database is not empty (${tables.length} tables, such as ${tables[0] ?? ''}): restore into an empty one, or add --force to remove what is in it.`,
    );
  }
  await client.query('BEGIN');
  // One by one: each name is known, and nothing beside our schema is touched.
  for (const table of tables) await client.query(`DROP TABLE IF EXISTS ${quoted(table)} CASCADE`);
  for (const signature of functions) await client.query(`DROP FUNCTION IF EXISTS ${signature} CASCADE`);
  for (const type of types) await client.query(`DROP TYPE IF EXISTS ${quoted(type)} CASCADE`);
  await client.query(RECORD);
  await client.query(`CREATE TABLE ${UNFINISHED} (file text NOT NULL, started_at timestamptz NOT NULL DEFAULT now())`);
  await client.query(`INSERT INTO ${UNFINISHED} (file) VALUES ($1)`, [file]);
  await client.query('COMMIT');
}

async function ownTables(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Row types that are no table's. */
async function ownTypes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'c'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_type'::regclass AND d.objid = c.reltype AND d.deptype = 'e')`,
  );
  return rows.map(({ name }) => name);
}

async function ownFunctions(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ signature: string }>(
    `SELECT p.oid::regprocedure::text AS signature FROM pg_proc p
     WHERE p.pronamespace = current_schema()::regnamespace AND p.prokind = 'f'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`,
  );
  return rows.map(({ signature }) => signature);
}
