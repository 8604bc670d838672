import { ConfigError } from '#platform/config/config-error';
import { hasRegistry } from '../backup/registry-tables.js';
import { withBootConnection } from './boot-connection.js';

/**
 * Refuses a database without our tables, for what works on a registry that is there: in a wrong one that would be made, or not understood.
 * @param where the setting that led there, such as `DATABASE_URL`.
 * @throws {ConfigError} naming the database and that setting; also where it cannot be reached.
 */
export async function requireRegistry(databaseUrl: string, where: string): Promise<void> {
  await withBootConnection(databaseUrl, 'slipway-tool', async (client) => {
    if (await hasRegistry(client)) return;
    throw new ConfigError([
      `There is no registry in this database ("${client.database ?? ''}" on ${client.host}:${client.port}). Set ${where} to that of the service; a new one is made by the first start of the service.`,
    ]);
  });
}
