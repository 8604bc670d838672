import 'reflect-metadata';
import { keepAdministratorToken, administratorTokenFile } from '#api/administrator/ensure-administrator';
import { withAdministratorUseCases } from '#api/administrator/administrator-use-cases';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { migrate } from '#persistence/migrate/migrate';
import { MigrationError } from '#persistence/migrate/migration-error';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { loadDatabaseConfig } from '#platform/config/load-config';
import { sayBootError } from '#platform/process/say-boot-error';
import { openRegistry } from '../maintenance/open-registry.js';
import { say } from '../maintenance/say.js';

/**
 * `npm run admin:token`: a further token for the first administrator, for whoever has lost theirs. Prints it, and on the embedded database keeps
 * it in the token file. Works while the service runs and while it does not: reaching the database is the credential.
 */
async function main(): Promise<void> {
  const config = loadDatabaseConfig(process.env);
  const database = await openRegistry(config);
  try {
    await migrate(database.url, { migrationsDir: migrationsFolder(), say });
    const { token, user } = await withAdministratorUseCases(database.url, ({ mintToken }) => mintToken.execute(DEFAULT_WORKSPACE)).catch(
      (error: unknown) => {
        // Where it looked, so that nobody is advised to start a service in a folder that was mistyped.
        const place = config.database.kind === 'external' ? 'The database of DATABASE_URL' : config.home;
        throw error instanceof SlipwayError ? new SlipwayError(error.code, `${place}: ${error.message}`, { cause: error }) : error;
      },
    );
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

try {
  await main();
} catch (error) {
  sayBootError(error, [MigrationError, SlipwayError]);
  process.exitCode = 1;
}
