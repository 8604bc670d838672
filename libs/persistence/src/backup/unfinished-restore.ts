import type pg from 'pg';
import { ConfigError } from '#platform/config/config-error';
import { withBootConnection } from '../installation/boot-connection.js';

/** A table that is there from the first to the last step of a restore; a service that finds it does not start. */
export const UNFINISHED = 'slipway_unfinished_restore';

/**
 * Refuses a database that a restore has not filled to the end.
 * @throws {ConfigError} with what to do.
 */
export async function refuseUnfinishedRestore(databaseUrl: string): Promise<void> {
  await withBootConnection(databaseUrl, 'slipway-boot', async (client) => {
    if (!(await hasUnfinishedRestore(client))) return;
    throw new ConfigError([
      'A restore into this database has not ended: run it again with the same file (npm run restore -- FILE), and start the service after it.',
    ]);
  });
}

/** Whether a restore began here and has not ended. */
export async function hasUnfinishedRestore(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${UNFINISHED}') IS NOT NULL AS there`);
  return rows[0]?.there === true;
}
