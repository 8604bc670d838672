import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/**
 * Two advisory locks, numbers that nobody else uses in this database. The first spells "slipmigr" and is the one that release 0.1.0 waits
 * for; the second is the first plus one, and makes this release's processes take turns.
 */
const RECORD_LOCK = '8317708986706455410';
const TURN_LOCK = '8317708986706455411';

/** How often somebody who waits asks again. */
const ASK_MS = 100;

/**
 * Waits until no other process of this release migrates. Asks again and again instead of waiting inside the database: a statement that waits
 * has a snapshot, and CREATE INDEX CONCURRENTLY waits for every snapshot, so two booting replicas would wait for each other for ever.
 */
export async function takeTurn(connection: pg.Client): Promise<void> {
  await poll(connection, TURN_LOCK);
}

/**
 * Does `work` while nobody else, of release 0.1.0 either, writes the record of migrations. Not held while an index is built: release 0.1.0
 * does wait inside the database for it.
 */
export async function whileRecording<T>(connection: pg.Client, work: () => Promise<T>): Promise<T> {
  await poll(connection, RECORD_LOCK);
  try {
    return await work();
  } finally {
    // A connection that is lost has lost its locks too.
    await connection.query(`SELECT pg_advisory_unlock(${RECORD_LOCK})`).catch(() => undefined);
  }
}

async function poll(connection: pg.Client, key: string): Promise<void> {
  for (;;) {
    const { rows } = await connection.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS held`);
    if (rows[0]?.held === true) return;
    await delay(ASK_MS);
  }
}
