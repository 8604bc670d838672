import pg from 'pg';
import { ConfigError } from '#platform/config/config-error';
import { endWhenSilent, isSilence } from '#platform/postgres/end-when-silent';
import { BOOT_CONNECT_MS, connectAtBoot } from './connect-at-boot.js';

/** What a boot asks takes milliseconds; an answer that does not come for so long will not come any more (the way there is lost). */
export const BOOT_ANSWER_MS = 10_000;

/**
 * Opens a connection for what a boot has to ask before it serves, and ends it afterwards. `work` asks only what is answered at once.
 * @param name of the session, as others see it in `pg_stat_activity`.
 * @throws {ConfigError} where the database cannot be reached, see `connectAtBoot`, or says nothing any more.
 */
export async function withBootConnection<T>(databaseUrl: string, name: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: name,
    keepAlive: true,
    connectionTimeoutMillis: BOOT_CONNECT_MS,
    query_timeout: BOOT_ANSWER_MS,
  });
  // A lost connection is told by the query that needs it; without a listener it would end the process.
  endWhenSilent(client);
  await connectAtBoot(client);
  try {
    return await work(client);
  } catch (error) {
    if (!isSilence(error)) throw error;
    const what = `DATABASE_URL leads to ${client.host}:${client.port}, but what answers there fell silent while this process booted.`;
    throw new ConfigError([`${what} Look at the network, its firewalls and the database; then start again.`]);
  } finally {
    await client.end().catch(() => undefined);
  }
}
