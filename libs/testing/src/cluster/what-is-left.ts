import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '#persistence/core/database';
import { pausesAreOver } from '../crash/time-passes.js';

/** What is still to be done, as numbers; all zero when the dust has settled. */
interface WhatIsLeft {
  readonly undispatched: number;
  readonly undelivered: number;
  readonly unsealed: number;
  readonly deploying: number;
}

/** Counts it now. */
async function whatIsLeft(database: Database): Promise<WhatIsLeft | undefined> {
  const [row] = await database.client.$queryRaw<WhatIsLeft[]>`
    SELECT (SELECT count(*)::int FROM event WHERE position IS NULL) AS undispatched,
      (SELECT count(*)::int FROM delivery WHERE state <> 'delivered') AS undelivered,
      (SELECT count(*)::int FROM audit_unsealed) AS unsealed,
      (SELECT count(*)::int FROM deployment WHERE finished_at IS NULL) AS deploying`;
  return row;
}

/** What keeps the rest from being done, as far as the tables tell: rights, circuits, leases and pauses, in seconds from now. */
async function whatHoldsIt({ client }: Database): Promise<unknown> {
  const endpoints = await client.$queryRaw`
    SELECT e.id, e.state, e.ordered, e.drain_owner, extract(epoch FROM e.drain_until - clock_timestamp())::float8 AS drain,
      extract(epoch FROM e.circuit_open_until - clock_timestamp())::float8 AS circuit, e.failures_in_row AS failures FROM webhook_endpoint e`;
  const deliveries = await client.$queryRaw`
    SELECT endpoint_id, state, attempts, last_error, count(*)::int AS count, min(position)::float8 AS first,
      min(extract(epoch FROM lease_until - clock_timestamp()))::float8 AS lease, min(extract(epoch FROM next_attempt_at - clock_timestamp()))::float8 AS next
    FROM delivery WHERE state <> 'delivered' GROUP BY 1, 2, 3, 4`;
  const deployments = await client.$queryRaw`
    SELECT id, state, extract(epoch FROM lease_until - clock_timestamp())::float8 AS lease, extract(epoch FROM due_at - clock_timestamp())::float8 AS due
    FROM deployment WHERE finished_at IS NULL LIMIT 5`;
  const sessions = await client.$queryRaw`
    SELECT state, wait_event_type AS wait, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS age, left(query, 60) AS query
    FROM pg_stat_activity WHERE state <> 'idle' AND pid <> pg_backend_pid() LIMIT 8`;
  return { endpoints, deliveries, deployments, sessions };
}

/**
 * Waits until nothing is left to do, letting pauses pass, and, beside receivers that answer at once, the leases of processes that died.
 * @throws with what is left after `limitMs`.
 */
export async function settle(database: Database, limitMs = 90_000): Promise<void> {
  const end = performance.now() + limitMs;
  let left: WhatIsLeft | undefined;
  for (;;) {
    try {
      await pausesAreOver(database);
      await oldLeasesRunOut(database);
      left = await whatIsLeft(database);
      if (left !== undefined && Object.values(left).every((count) => count === 0)) return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    if (performance.now() > end) {
      throw new Error(`after ${limitMs} ms there is left: ${JSON.stringify(left)}; ${JSON.stringify(await whatHoldsIt(database))}`);
    }
    await pause(100);
  }
}

/**
 * Ends leases that were taken more than ten seconds ago (25 s last those of deliveries, 20 s those of deployments): where receivers answer at
 * once, nobody alive holds one for so long. Of a dispatch whose outcome nobody stored, the ten minutes pass for which its run is looked for.
 */
async function oldLeasesRunOut({ client }: Database): Promise<void> {
  await client.$executeRaw`UPDATE delivery SET lease_until = now() WHERE lease_until > now() AND lease_until < now() + interval '15 seconds'`;
  await client.$executeRaw`
    UPDATE deployment SET lease_until = now(), due_at = least(due_at, now())
    WHERE finished_at IS NULL AND lease_until > now() AND lease_until < now() + interval '10 seconds'`;
  await client.$executeRaw`
    UPDATE deployment SET sent_at = sent_at - interval '11 minutes', due_at = least(due_at, now())
    WHERE state = 'reconciling' AND sent_at < now() - interval '15 seconds' AND (lease_until IS NULL OR lease_until <= now())`;
}
