import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg';
import type pg from 'pg';
import { withBootConnection } from '../installation/boot-connection.js';
import { MigrationError, wordsOf } from './migration-error.js';
import { requirePublicSchema } from './require-public-schema.js';
import { takeTurn, whileRecording } from './migration-lock.js';
import { readMigrations } from './read-migrations.js';
import { PATIENCE_MS, runGently, withoutLimit } from './run-gently.js';
import { isOutsideTransaction, runOutsideTransaction } from './run-outside-transaction.js';
import { openSchemaEngine, type SchemaEngine } from './schema-engine.js';

/** What the engine does of itself after a script, brought forward into the script's own transaction; see `applyUpTo`. */
const MARK_FINISHED = 'UPDATE "_prisma_migrations" SET "finished_at" = now() WHERE "finished_at" IS NULL AND "rolled_back_at" IS NULL';

export interface MigrateOptions {
  readonly migrationsDir: string;
  /** Told when it has to wait for somebody, in a sentence. */
  readonly say?: (sentence: string) => void;
  /** Milliseconds for which a migration tries to get a table that others hold; without it ten minutes. */
  readonly patienceMs?: number;
  /** Only these migrations, for a restore of an earlier release's rows. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Brings a database to the newest migration, recorded in `_prisma_migrations` exactly as `prisma migrate deploy` does. Replicas that boot
 * together take turns, and one of them does the work. Each migration applies wholly or not at all, together with its record, so that a boot
 * killed halfway is mended by the next one; those that say `-- slipway: not in a transaction` can be run again at any point. Writes of
 * others go on: nothing waits for a lock for longer than `LOCK_TIMEOUT_MS`. Needs a direct connection, or a pool in session mode.
 * @throws {ConfigError} where the database cannot be reached, or falls silent, see `withBootConnection`.
 * @throws {MigrationError} naming the migration that failed.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions): Promise<{ applied: string[] }> {
  const { migrationDirectories, ...list } = await readMigrations(options.migrationsDir);
  const wanted = migrationDirectories.filter(({ path }) => options.only?.has(path) ?? true);
  const migrationsList = { ...list, migrationDirectories: wanted };
  return withBootConnection(databaseUrl, 'slipway-migrate-lock', async (connection) => {
    await requirePublicSchema(connection);
    await takeTurn(connection, options.say ?? (() => undefined));
    return applyAll({ databaseUrl, migrationsList, connection, options });
  });
}

interface Run {
  readonly databaseUrl: string;
  readonly migrationsList: MigrationList;
  readonly connection: pg.Client;
  readonly options: MigrateOptions;
}

async function applyAll(run: Run): Promise<{ applied: string[] }> {
  const directories = run.migrationsList.migrationDirectories;
  const known = await appliedNames(run.connection);
  const applied: string[] = [];
  let end = 0;
  for (const [index, directory] of directories.entries()) {
    if (known.has(directory.path) || !isOutsideTransaction(scriptOf(directory))) continue;
    // What stands before it may make the table that it needs.
    if (directories.slice(end, index).some(({ path }) => !known.has(path))) applied.push(...(await applyUpTo(run, index)));
    await applyOutside(run.databaseUrl, directory);
    applied.push(...(await applyUpTo(run, index + 1)));
    end = index + 1;
  }
  // Nothing to do is the rule, and the engine takes half a second and tens of megabytes that a process never gives back.
  if (directories.slice(end).some(({ path }) => !known.has(path))) applied.push(...(await applyUpTo(run, directories.length)));
  return { applied };
}

/** Applies the first `count` migrations where they are not yet; of those outside a transaction only the record is written here. */
async function applyUpTo({ databaseUrl, migrationsList, connection, options }: Run, count: number): Promise<string[]> {
  const directories = migrationsList.migrationDirectories.slice(0, count);
  const scripts = new Map(directories.map((directory) => [scriptOf(directory), isOutsideTransaction(scriptOf(directory))]));
  const patience = { patienceMs: options.patienceMs ?? PATIENCE_MS, say: options.say ?? (() => undefined) };
  return whileRecording(connection, patience.say, async () => {
    const { engine, scriptError, close } = await openSchemaEngine({
      databaseUrl,
      // The engine marks a migration as finished in a statement of its own, after it. A process killed in between would leave an applied
      // migration that looks failed, so the mark travels in the migration's own transaction too.
      runScript: async (pool, script) => {
        const outside = scripts.get(script);
        if (outside === undefined) await pool.query(withoutLimit(script));
        else if (outside) await pool.query(MARK_FINISHED);
        else await runGently(pool, `${script}\n;${MARK_FINISHED}`, patience);
      },
    });
    try {
      await forgetInterrupted(engine, connection);
      const filters = { externalTables: [], externalEnums: [] };
      const list = { ...migrationsList, migrationDirectories: directories };
      return (await engine.applyMigrations({ migrationsList: list, filters })).appliedMigrationNames;
    } catch (error) {
      const failed = await interrupted(connection).catch(() => []);
      const which = failed.length === 0 ? 'The migrations' : `The migration ${failed.join(', ')}`;
      throw failure(which, scriptError() ?? error);
    } finally {
      await close();
    }
  });
}

async function applyOutside(databaseUrl: string, directory: MigrationDirectory): Promise<void> {
  try {
    await runOutsideTransaction(databaseUrl, scriptOf(directory));
  } catch (error) {
    throw failure(`The migration ${directory.path}`, error);
  }
}

function failure(which: string, cause: unknown): MigrationError {
  return new MigrationError(`${which} could not be applied, and nothing of it was: ${wordsOf(cause)}`, { cause });
}

/** While we hold the lock nobody is applying, so what looks unfinished was interrupted, and rolled back by the server: it may be tried again. */
async function forgetInterrupted(engine: SchemaEngine, connection: pg.Client): Promise<void> {
  for (const migrationName of await interrupted(connection)) {
    await engine.markMigrationRolledBack({ migrationName });
  }
}

async function interrupted(connection: pg.Client): Promise<string[]> {
  return namesWhere(connection, '"finished_at" IS NULL AND "rolled_back_at" IS NULL');
}

async function appliedNames(connection: pg.Client): Promise<ReadonlySet<string>> {
  return new Set(await namesWhere(connection, '"finished_at" IS NOT NULL AND "rolled_back_at" IS NULL'));
}

async function namesWhere(connection: pg.Client, condition: string): Promise<string[]> {
  const table = await connection.query<{ present: boolean }>(`SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS present`);
  if (table.rows[0]?.present !== true) return [];
  const found = await connection.query<{ migration_name: string }>(
    `SELECT DISTINCT "migration_name" FROM "_prisma_migrations" WHERE ${condition}`,
  );
  return found.rows.map((row) => row.migration_name);
}

function scriptOf(directory: MigrationDirectory): string {
  return directory.migrationFile.content.value;
}
