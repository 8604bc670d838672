import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** The first line of a migration that runs outside a transaction; `CREATE INDEX CONCURRENTLY` and its like do not run inside one. */
export const OUTSIDE_TRANSACTION = '-- slipway: not in a transaction';

/** Says that the migration is only run where the database has that extension; where it has not it counts as applied. */
const ONLY_WITH = /^-- slipway: only with the extension (\w+)\r?$/m;
const CREATE_INDEX = /^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+("(?:[^"]|"")+"|\w+)\s+ON\b/i;
/** PostgreSQL's duplicate_table, also said of an index. */
const DUPLICATE = '42P07';
const ASK_MS = 200;

/** Whether the migration asks to run outside a transaction. */
export function isOutsideTransaction(script: string): boolean {
  return script.startsWith(`${OUTSIDE_TRANSACTION}\n`) || script.startsWith(`${OUTSIDE_TRANSACTION}\r\n`);
}

/**
 * Runs a migration of one statement outside a transaction, so that it may be run again after it was stopped anywhere. An index that a killed
 * run left INVALID is dropped and built again; one that is there and valid was finished by such a run, or made by hand before the upgrade;
 * one that a killed run's session still builds is waited for. Where it is for an extension only that the database has not, nothing is done.
 * @throws what the database said; an index that could not be built is not left behind.
 */
export async function runOutsideTransaction(databaseUrl: string, script: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'slipway-migrate', keepAlive: true });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // It waits for readers and writers that were there before it, and nobody who writes waits for it: no time limit is needed or wanted.
    await client.query('SET lock_timeout = 0');
    await client.query('SET statement_timeout = 0');
    const extension = ONLY_WITH.exec(script)?.[1];
    if (extension !== undefined && !(await has(client, extension))) return;
    const index = CREATE_INDEX.exec(script.slice(OUTSIDE_TRANSACTION.length).replace(/^\s*--.*$/gm, ''))?.[1];
    if (index === undefined) await client.query(script);
    else await buildIndex(client, index, script);
  } finally {
    await client.end();
  }
}

async function has(client: pg.Client, extension: string): Promise<boolean> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_extension WHERE extname = $1', [extension]);
  return rowCount === 1;
}

async function buildIndex(client: pg.Client, index: string, script: string): Promise<void> {
  for (;;) {
    const state = await stateOf(client, index);
    if (state === 'valid') return;
    if (state === 'building') {
      await delay(ASK_MS);
      continue;
    }
    if (state === 'invalid') await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
    try {
      await client.query(script);
      return;
    } catch (error) {
      // The session of a killed run was faster; look at what it made of it.
      if (error instanceof pg.DatabaseError && error.code === DUPLICATE && (await stateOf(client, index)) !== 'none') continue;
      await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`).catch(() => undefined);
      throw error;
    }
  }
}

async function stateOf(client: pg.Client, index: string): Promise<'none' | 'building' | 'invalid' | 'valid'> {
  const { rows } = await client.query<{ valid: boolean; building: boolean }>(
    `SELECT i.indisvalid AND i.indisready AS valid,
            EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid AND p.datname = current_database()) AS building
     FROM pg_index i WHERE i.indexrelid = to_regclass($1)`,
    [index],
  );
  const [found] = rows;
  if (found === undefined) return 'none';
  if (found.valid) return 'valid';
  return found.building ? 'building' : 'invalid';
}
