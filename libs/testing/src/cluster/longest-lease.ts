import { LEASE_SECONDS } from '#application/complete-upload/upload-completer';
import type { Database } from '#persistence/core/database';
import { IDLE_IN_TRANSACTION_MS } from '#platform/postgres/lost-client';
import { LOCK_DURATION_MS, STALLED_INTERVAL_MS } from '#queue/job-worker';
import type { ServiceKind } from './service-process.js';

/** So much longer than it stands is a process stopped: what another one does about it must have begun. */
const AND_THEN_MS = 1_000;

/** The longest that anything stands in the tables which was claimed until now, in milliseconds. */
export async function longestLease({ client }: Database): Promise<number> {
  const [row] = await client.$queryRaw<{ ms: number | null }[]>`
    SELECT (extract(epoch FROM greatest((SELECT max(lease_until) FROM delivery), (SELECT max(lease_until) FROM deployment),
      (SELECT max(drain_until) FROM webhook_endpoint)) - clock_timestamp()) * 1000)::float8 AS ms`;
  return Math.max(0, row?.ms ?? 0);
}

/**
 * For how long a process that is stopped now must be, so that all it may hold has ended, in milliseconds. A worker holds deliveries, endpoints and
 * deployments by the tables, and jobs by the locks of BullMQ (on Redis as on Postgres), which others see to have ended only when they look. An
 * API holds the completing of an upload, and, within a transaction, locks of rows and advisory ones until the server ends what is idle in it;
 * its statements and what it does under an Idempotency-Key end with that. The scrub's two minutes are not waited for: they only say who reads stored bytes
 * again (scrub-artifacts.spec.ts).
 */
export async function longerThanEveryLease(kind: ServiceKind, database: Database): Promise<number> {
  const held =
    kind === 'api'
      ? Math.max(LEASE_SECONDS * 1_000, IDLE_IN_TRANSACTION_MS)
      : Math.max(LOCK_DURATION_MS + STALLED_INTERVAL_MS, await longestLease(database));
  return held + AND_THEN_MS;
}
