import type { SecretsConfig } from '#platform/config/secrets-config';
import { refuseUnfinishedRestore } from '../backup/unfinished-restore.js';
import { migrate } from '../migrate/migrate.js';
import { migrationsFolder } from '../migrate/migrations-folder.js';
import { checkInstallationKeys } from './installation-keys.js';

/**
 * What every process of the service does before it serves: brings the tables to the newest migration (replicas that boot together wait for
 * each other) and makes sure that the keys are this installation's.
 * @param say told when a migration has to wait, in a sentence.
 * @returns the names of the migrations that were applied now.
 * @throws {MigrationError} naming the migration that failed.
 * @throws {ConfigError} where a key is another than it was, or a restore into this database has not ended.
 */
export async function prepareDatabase(
  databaseUrl: string,
  secrets: SecretsConfig,
  say: (sentence: string) => void = () => undefined,
): Promise<{ readonly applied: readonly string[] }> {
  await refuseUnfinishedRestore(databaseUrl);
  const { applied } = await migrate(databaseUrl, { migrationsDir: migrationsFolder(), say });
  await checkInstallationKeys(databaseUrl, secrets);
  return { applied };
}
