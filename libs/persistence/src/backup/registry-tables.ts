import type pg from 'pg';
import type { BackupTable } from './backup-format.js';

/** Prisma's record of migrations, which a restore writes by migrating; the queue's tables are in a schema of their own and hold only ids. */
const RECORD = '_prisma_migrations';

/** Our tables with the columns that can be written, those that others refer to first. */
export async function registryTables(client: pg.Client): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `SELECT c.relname AS name,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
            coalesce((SELECT array_agg(f.relname::text) FROM pg_constraint k JOIN pg_class f ON f.oid = k.confrelid
             WHERE k.conrelid = c.oid AND k.contype = 'f'), '{}') AS needs
     FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> $1 ORDER BY 1`,
    [RECORD],
  );
  const left = new Map(rows.map((row) => [row.name, row]));
  const ordered: BackupTable[] = [];
  while (left.size > 0) {
    const free = [...left.values()].filter(({ name, needs }) => needs.every((other) => other === name || !left.has(other)));
    // Tables that refer to each other stay in the order of their names.
    for (const { name, columns } of free.length > 0 ? free : [...left.values()]) {
      ordered.push({ name, columns });
      left.delete(name);
    }
  }
  return ordered;
}

/** The names of the migrations that the tables have. */
export async function appliedMigrations(client: pg.Client): Promise<readonly string[]> {
  const table = await client.query<{ there: boolean }>(`SELECT to_regclass('"${RECORD}"') IS NOT NULL AS there`);
  if (table.rows[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM "${RECORD}" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
  );
  return rows.map(({ name }) => name);
}

/** Whether our tables are there, of whichever release; another program's migrations do not count. */
export async function hasRegistry(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('instance_fact') IS NOT NULL AS there`);
  return rows[0]?.there === true && (await appliedMigrations(client)).length > 0;
}

/** A name as SQL takes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `table (columns)` for COPY. */
export function copyTarget({ name, columns }: BackupTable): string {
  return `${quoted(name)} (${columns.map(quoted).join(', ')})`;
}
