import 'reflect-metadata';
import { keepAdministratorToken, administratorTokenFile } from '#api/administrator/ensure-administrator';
import { withAdministratorUseCases } from '#api/administrator/administrator-use-cases';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { migrate } from '#persistence/migrate/migrate';
import { MigrationError } from '#persistence/migrate/migration-error';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { loadDatabaseConfig, type DatabaseToolConfig } from '#platform/config/load-config';
import { openEmbeddedDatabase, type OpenEmbeddedDatabase } from '#platform/embedded-postgres/open-embedded-database';
import { SlipwayLogger } from '#platform/logging/slipway-logger';
import { sayBootError } from '#platform/process/say-boot-error';

/**
 * `npm run admin:token`: a further token for the first administrator, for whoever has lost theirs. Prints it, and on the embedded database keeps
 * it in the token file. Works while the service runs and while it does not: reaching the database is the credential.
 */
async function main(): Promise<void> {
  const config = loadDatabaseConfig(process.env);
  const database = await openDatabase(config);
  try {
    await migrate(database.url, { migrationsDir: migrationsFolder() });
    const { token, user } = await withAdministratorUseCases(database.url, ({ mintToken }) => mintToken.execute(DEFAULT_WORKSPACE));
    process.stdout.write(`${token}\n`);
    process.stderr.write(`A new token of the user ${user}; the former ones still count until they are revoked.\n`);
    if (config.database.kind === 'external') return;
    const aside = keepAdministratorToken(config.home, token);
    const former = aside === undefined ? '' : `; the one that was there is in ${aside}`;
    process.stderr.write(`It is also in ${administratorTokenFile(config.home)}${former}\n`);
  } finally {
    await database.close();
  }
}

async function openDatabase({ database, home }: DatabaseToolConfig): Promise<OpenEmbeddedDatabase> {
  if (database.kind === 'external') return { url: database.url, close: () => Promise.resolve() };
  return openEmbeddedDatabase(home, SlipwayLogger.create({ level: 'error' }));
}

try {
  await main();
} catch (error) {
  sayBootError(error, [MigrationError, SlipwayError]);
  process.exitCode = 1;
}
