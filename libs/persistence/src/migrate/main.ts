import { loadDatabaseConfig } from '#platform/config/load-config';
import { openEmbeddedDatabase } from '#platform/embedded-postgres/open-embedded-database';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { sayBootError } from '#platform/process/say-boot-error';
import { migrate } from './migrate.js';
import { MigrationError } from './migration-error.js';
import { migrationsFolder } from './migrations-folder.js';

/** `npm run db:migrate`: brings DATABASE_URL, or the embedded database of SLIPWAY_HOME (of a running service too), to the newest migration. */
async function main(): Promise<void> {
  const { database, home, logging } = loadDatabaseConfig(process.env);
  const log = SlipwayLogger.create(logging).withContext('Migrate');
  const embedded = database.kind === 'embedded' ? await openEmbeddedDatabase(home, log) : undefined;
  try {
    const url = database.kind === 'external' ? database.url : (embedded?.url ?? '');
    const { applied } = await migrate(url, { migrationsDir: migrationsFolder(), say: (sentence) => log.warn(sentence) });
    log.info(applied.length === 0 ? 'The database is at the newest migration.' : `Applied ${applied.join(', ')}.`);
  } finally {
    await embedded?.close();
  }
}

try {
  await main();
} catch (error) {
  sayBootError(error, [MigrationError]);
  process.exitCode = 1;
}
