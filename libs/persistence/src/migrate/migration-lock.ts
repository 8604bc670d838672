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

/** After so many milliseconds of waiting it is said for whom: replicas with nothing to apply only pass each other. */
const SAID_AFTER_MS = 1_000;

type Say = (sentence: string) => void;

/**
 * Waits until no other process of this release migrates. Asks again and again instead of waiting inside the database: a statement that waits
 * has a snapshot, and CREATE INDEX CONCURRENTLY waits for every snapshot, so two booting replicas would wait for each other for ever. Tells `say` once
 * whom it waits for.
 */
export async function takeTurn(connection: pg.Client, say: Say): Promise<void> {
  await poll(connection, TURN_LOCK, say);
}

/**
 * Does `work` while nobody else, of release 0.1.0 either, writes the record of migrations. Not held while an index is built: release 0.1.0
 * does wait inside the database for it.
 */
export async function whileRecording<T>(connection: pg.Client, say: Say, work: () => Promise<T>): Promise<T> {
  await poll(connection, RECORD_LOCK, say);
  try {
    return await work();
  } finally {
    // A connection that is lost has lost its locks too.
    await connection.query(`SELECT pg_advisory_unlock(${RECORD_LOCK})`).catch(() => undefined);
  }
}

async function poll(connection: pg.Client, key: string, say: Say): Promise<void> {
  for (let asked = 1; !(await taken(connection, key)); asked += 1) {
    if (asked * ASK_MS === SAID_AFTER_MS)
      say(`Another process migrates this database, and this one waits for it. ${await holder(connection, key)}`);
    await delay(ASK_MS);
  }
}

async function taken(connection: pg.Client, key: string): Promise<boolean> {
  const { rows } = await connection.query<{ held: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS held`);
  return rows[0]?.held === true;
}

/** The session that has the lock, and for whom the work waits: that goes by sessions of its own, `slipway-migrate`. */
async function holder(connection: pg.Client, key: string): Promise<string> {
  const { rows } = await connection.query<{ pid: number; name: string; held_up_by: number[] }>(
    `SELECT pid, coalesce(nullif(a.application_name, ''), a.usename, '?') AS name, 
       ARRAY(SELECT DISTINCT unnest(pg_blocking_pids(w.pid)) FROM pg_stat_activity w
         WHERE w.datname = current_database() AND w.application_name = 'slipway-migrate') AS held_up_by
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND (l.classid::bigint << 32 | l.objid::bigint) = ${key}
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  const [found] = rows;
  if (found === undefined) return 'It has just gone on.';
  const further = found.held_up_by.length === 0 ? '' : `, and its work waits for pid ${found.held_up_by.join(', ')}`;
  return `It has the lock by the connection pid ${found.pid} (${found.name})${further}.`;
}
