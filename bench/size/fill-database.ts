import pg from 'pg';
import type { DatabaseSize } from './database-size.js';
import { fillHistory, fillIdentities } from './fill-history.js';
import { fillRegistry } from './fill-registry.js';

/**
 * Fills a migrated, empty database by one statement per table, past triggers and foreign keys, which needs a superuser; indexes are built
 * after the rows. Ends with VACUUM and ANALYZE. Columns are named, so that it fills any schema from the first release on.
 */
export async function fillDatabase(superuserUrl: string, size: DatabaseSize, say: (line: string) => void = () => undefined): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  const timed = async (sql: string): Promise<void> => {
    const start = performance.now();
    await client.query(sql);
    const took = (performance.now() - start) / 1_000;
    if (took > 1) say(`${took.toFixed(1).padStart(6)} s  ${sql.replace(/\s+/g, ' ').slice(0, 100)}`);
  };
  try {
    await client.query(
      `SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '1GB'; SET synchronous_commit = off`,
    );
    const indexes = await dropIndexes(client);
    for (const sql of [...fillRegistry(size), ...fillHistory(size), ...fillIdentities(size)]) await timed(sql);
    for (const [table, sql] of Object.entries(KEPT_BY_TRIGGERS)) if (await exists(client, table)) await timed(sql);
    await client.query('DROP TABLE size_version, size_move');
    for (const definition of indexes) await timed(definition);
    await timed('VACUUM (FREEZE, ANALYZE)');
    await timed('CHECKPOINT');
  } finally {
    await client.end();
  }
}

/** Tables of newer schemas that triggers fill from others. */
const KEPT_BY_TRIGGERS: Readonly<Record<string, string>> = {
  model_name: `INSERT INTO model_name (model_id, workspace, name, owner_name) SELECT id, workspace, name, owner_name FROM registered_model`,
  version_text: `INSERT INTO version_text (version_id, workspace, source, run_id) SELECT id, workspace, source, run_id FROM model_version`,
};

async function exists(client: pg.Client, table: string): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  return rows[0]?.there === true;
}

/** All indexes of our tables but those of constraints; answers what makes them again, and how much is counted in their statistics. */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; definition: string; counted: readonly string[] }>(`
    SELECT c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition, ARRAY(
      SELECT format('ALTER INDEX %I ALTER COLUMN %s SET STATISTICS %s', c.relname, a.attnum, a.attstattarget) FROM pg_attribute a
      WHERE a.attrelid = i.indexrelid AND a.attstattarget > 0) AS counted
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)`);
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  return rows.flatMap(({ definition, counted }) => [definition, ...counted]);
}
