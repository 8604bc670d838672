import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { BOOT_CONNECT_MS, connectAtBoot } from '../installation/connect-at-boot.js';
import { readMigrations } from './read-migrations.js';
import { openSchemaEngine, type SchemaEngine } from './schema-engine.js';

/** Any number that nobody else uses as an advisory lock in this database; ours spells "slipmigr". */
const LOCK_KEY = '8317708986706455410';

/** A migration cannot be applied; the message says which, and what the database said. Nothing of it was applied. */
export class MigrationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MigrationError';
  }
}

/**
 * Brings a database to the newest migration, recorded in `_prisma_migrations` exactly as `prisma migrate deploy` does. Replicas that boot
 * together wait for each other, and one of them does the work. Each migration applies wholly or not at all, together with its record, so
 * that a boot killed halfway is mended by the next one. Needs a direct connection, or a pool in session mode.
 * @throws {ConfigError} where the database cannot be reached, see `connectAtBoot`.
 * @throws {MigrationError} naming the migration that failed.
 */
export async function migrate(databaseUrl: string, options: { readonly migrationsDir: string }): Promise<{ applied: string[] }> {
  const migrationsList = await readMigrations(options.migrationsDir);
  const lock = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'slipway-migrate-lock',
    keepAlive: true,
    connectionTimeoutMillis: BOOT_CONNECT_MS,
  });
  // A lost connection is told by the query that needs it; without a listener it would end the process.
  lock.on('error', () => undefined);
  await connectAtBoot(lock);
  try {
    await lock.query(`SELECT pg_advisory_lock(${LOCK_KEY})`);
    return await applyAll(databaseUrl, migrationsList, lock);
  } finally {
    await lock.end();
  }
}

async function applyAll(databaseUrl: string, migrationsList: MigrationList, connection: pg.Client): Promise<{ applied: string[] }> {
  const scripts = new Set(migrationsList.migrationDirectories.map(({ migrationFile }) => scriptOf(migrationFile.content)));
  const { engine, scriptError, close } = await openSchemaEngine({
    databaseUrl,
    // The engine marks a migration as finished in a statement of its own, after it. A process killed in between would leave an applied
    // migration that looks failed, so the mark travels in the migration's own transaction too.
    completeScript: (script) =>
      scripts.has(script)
        ? `${script}\n;UPDATE "_prisma_migrations" SET "finished_at" = now() WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL`
        : script,
  });
  try {
    await forgetInterrupted(engine, connection);
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } });
    return { applied: appliedMigrationNames };
  } catch (error) {
    const failed = await interrupted(connection).catch(() => []);
    const which = failed.length === 0 ? 'The migrations' : `The migration ${failed.join(', ')}`;
    const cause = scriptError() ?? error;
    throw new MigrationError(`${which} could not be applied, and nothing of it was: ${wordsOf(cause)}`, { cause });
  } finally {
    await close();
  }
}

/** While we hold the lock nobody is applying, so what looks unfinished was interrupted, and rolled back by the server: it may be tried again. */
async function forgetInterrupted(engine: SchemaEngine, connection: pg.Client): Promise<void> {
  for (const migrationName of await interrupted(connection)) {
    await engine.markMigrationRolledBack({ migrationName });
  }
}

async function interrupted(connection: pg.Client): Promise<string[]> {
  const table = await connection.query<{ present: boolean }>(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (table.rows[0]?.present !== true) return [];
  const found = await connection.query<{ migration_name: string }>(
    'SELECT DISTINCT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL',
  );
  return found.rows.map((row) => row.migration_name);
}

function scriptOf(content: MigrationList['migrationDirectories'][number]['migrationFile']['content']): string {
  return content.value;
}

function wordsOf(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? error.message : String(error);
  return [error.message, error.detail, error.hint, error.where].filter((part) => part !== undefined).join('; ');
}
