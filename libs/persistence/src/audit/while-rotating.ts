import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** An advisory lock that nobody else uses in this database: "sliprota" in ASCII. */
const ROTATION_LOCK = '8317708986790143073';

/** How often somebody who waits asks again: a statement that waited inside the database would hold up CREATE INDEX CONCURRENTLY. */
const ASK_MS = 100;

/** Does `work` while no other command changes the audit key of this database, nor the file that it is kept in. */
export async function whileRotating<T>(databaseUrl: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'slipway-rotate' });
  // A lost connection is told by the query that needs it; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    while ((await client.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${ROTATION_LOCK}) AS held`)).rows[0]?.held !== true) {
      await delay(ASK_MS);
    }
    return await work();
  } finally {
    await client.end().catch(() => undefined);
  }
}
