import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/**
 * How long a migration may wait for one lock. While it waits, everything that comes after it to the same table waits too, writes included:
 * with at most two locked tables in a migration (`tools/check-migrations.mjs`) no write waits for longer than a second.
 */
export const LOCK_TIMEOUT_MS = 400;
/** Between the attempts everybody else has the table to themselves. */
const PAUSES_MS = [500, 1_000, 2_000];
/** A reader that holds a table for longer is for people to look at: the boot stops and names it. */
export const PATIENCE_MS = 600_000;

/** PostgreSQL's lock_not_available and deadlock_detected: nothing was done, and the same may go through a moment later. */
const PASSING = new Set(['55P03', '40P01']);

/** How a script that waits for a lock is tried again. */
export interface Patience {
  /** Milliseconds until it gives up. */
  readonly patienceMs: number;
  /** Told once a script when it has to wait, in a sentence. */
  readonly say: (sentence: string) => void;
}

/** The longest limit that there is (24 days): a script that works is not cut off, whatever the pool's limit for an answer. */
const LONGEST_MS = 2_147_483_647;

/** The same script, to be waited for as long as it takes. */
export function withoutLimit(script: string): { readonly text: string } {
  const unlimited = { text: script, query_timeout: LONGEST_MS };
  return unlimited;
}

/**
 * Runs a script as one transaction that never queues for a lock for longer than `LOCK_TIMEOUT_MS`, and again after a pause where it did not
 * get one. A time limit for statements, which the role may have, does not count here.
 * @throws what the database said last, with who holds the table.
 */
export async function runGently(pool: pg.Pool, script: string, { patienceMs, say }: Patience): Promise<void> {
  // SET LOCAL holds to the end of the implicit transaction that the server makes of the statements of one message.
  const gentle = `SET LOCAL lock_timeout = '${LOCK_TIMEOUT_MS}ms'; SET LOCAL statement_timeout = 0;\n${script}`;
  const end = performance.now() + patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await pool.query(withoutLimit(gentle));
      return;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || !PASSING.has(error.code ?? '')) throw error;
      const left = end - performance.now();
      if (left <= 0) throw await withHolders(pool, error);
      if (attempt === 1) say(`A migration waits for a table that is in use, and tries again. ${await holders(pool)}`);
      await delay(Math.min(left, PAUSES_MS[attempt] ?? 2_000));
    }
  }
}

async function withHolders(pool: pg.Pool, error: pg.DatabaseError): Promise<Error> {
  return new Error(`${error.message}. ${await holders(pool)}`, { cause: error });
}

/** The sessions with the oldest transactions: whoever holds a table against a migration for long is among them. */
async function holders(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ pid: number; name: string; seconds: number }>(
    `SELECT pid, coalesce(nullif(application_name, ''), usename, '?') AS name, extract(epoch FROM now() - xact_start)::int AS seconds
     FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start < now() - interval '300 ms'
     ORDER BY xact_start LIMIT 3`,
  );
  if (rows.length === 0) return 'No long transaction is to be seen.';
  return `The oldest transactions: ${rows.map(({ pid, name, seconds }) => `pid ${pid} (${name}, ${seconds} s)`).join(', ')}.`;
}
