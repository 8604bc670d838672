import { ConfigError } from '#platform/config/config-error';
import { loadDatabaseConfig } from '#platform/config/load-config';
import { AlreadyRunningError, EmbeddedPostgresError } from '#platform/embedded-postgres/already-running-error';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { migrate, MigrationError } from './migrate.js';
import { migrationsFolder } from './migrations-folder.js';

/** `npm run db:migrate`: brings DATABASE_URL, or the embedded database of SLIPWAY_HOME, to the newest migration. */
async function main(): Promise<void> {
  const { database, home, logging } = loadDatabaseConfig(process.env);
  const log = SlipwayLogger.create(logging).withContext('Migrate');
  const embedded = database.kind === 'embedded' ? await startEmbeddedPostgres({ home, log }) : undefined;
  try {
    const url = database.kind === 'external' ? database.url : (embedded?.url ?? '');
    const { applied } = await migrate(url, { migrationsDir: migrationsFolder() });
    log.info(applied.length === 0 ? 'The database is at the newest migration.' : `Applied ${applied.join(', ')}.`);
  } finally {
    await embedded?.stop();
  }
}

try {
  await main();
} catch (error) {
  const expected = [ConfigError, AlreadyRunningError, EmbeddedPostgresError, MigrationError].some((type) => error instanceof type);
  process.stderr.write(`${expected && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exitCode = 1;
}
