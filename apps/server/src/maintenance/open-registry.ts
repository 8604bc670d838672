import { requireRegistry } from '#persistence/installation/require-registry';
import type { DatabaseToolConfig } from '#platform/config/load-config';
import { openEmbeddedDatabase, type OpenEmbeddedDatabase } from '#platform/embedded-postgres/open-embedded-database';
import { SlipwayLogger } from '#platform/logging/slipway-logger';

/**
 * The database that a maintenance command works on: that of DATABASE_URL, or the embedded one of SLIPWAY_HOME. There has to be a registry in it;
 * in a wrong place nothing is made. The log tells of trouble only: what these commands have to say goes to standard output.
 * @throws {ConfigError} or {EmbeddedPostgresError} with the place that has no registry, or why it cannot be reached.
 */
export async function openRegistry({ database, home }: Pick<DatabaseToolConfig, 'database' | 'home'>): Promise<OpenEmbeddedDatabase> {
  if (database.kind === 'external') {
    await requireRegistry(database.url, 'DATABASE_URL');
    return { url: database.url, close: () => Promise.resolve() };
  }
  const opened = await openEmbeddedDatabase(home, SlipwayLogger.create({ level: 'error' }));
  try {
    await requireRegistry(opened.url, `SLIPWAY_HOME (${home})`);
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
