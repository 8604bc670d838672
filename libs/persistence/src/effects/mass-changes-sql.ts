import type { Sql } from '../core/database.js';
import { Prisma } from '../generated/client.js';

/** So many deliveries are changed by one statement of the request that asks for it; the workers change the others. Some ten milliseconds. */
export const AT_ONCE = 250;

const MS = Prisma.sql`extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS ms`;

/** How far a batch came. */
export interface MassChangeRow {
  /** Rows that it looked at. */
  readonly looked: number;
  readonly changed: number;
  readonly ms: number;
  /** The last position that it looked at, and before which nothing was passed over that somebody held. */
  readonly last: bigint | null;
  /** Whether it passed over what somebody held: that is looked at again by the next one, because whoever holds it may leave it as it was. */
  readonly held: boolean;
}

const NOTHING: MassChangeRow = { looked: 0, changed: 0, ms: 0, last: null, held: false };

/** What becomes of a delivery that is to be sent again: same id, same event; whoever still holds an old claim can no longer write. */
export const AGAIN = Prisma.sql`state = 'pending', attempts = 0, fence = fence + 1, lease_until = NULL, finished_at = NULL,
  next_attempt_at = date_trunc('milliseconds', clock_timestamp())`;

/** Ends unfinished deliveries of an endpoint that was deleted, and nothing at one that was not. */
export async function endUnfinished(sql: Sql, endpointId: string, behind: number | null, limit: number): Promise<MassChangeRow> {
  const rows = await sql.$queryRaw<MassChangeRow[]>`
    WITH looked AS MATERIALIZED (
      SELECT d.id, d.position FROM delivery d
      WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND d.position > ${behind ?? -1}::bigint
      ORDER BY d.position LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    ), ended AS (
      UPDATE delivery d SET state = 'dead', next_attempt_at = NULL, lease_until = NULL, finished_at = e.deleted_at, last_error = 'The endpoint was deleted.'
      FROM webhook_endpoint e WHERE e.id = ${endpointId} AND e.deleted_at IS NOT NULL AND d.id = ANY(ARRAY(SELECT id FROM looked))
      RETURNING 1
    )
    SELECT (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM ended) AS changed, (SELECT max(position) FROM looked) AS last,
      false AS held, ${MS}`;
  return rows[0] ?? NOTHING;
}

/** Makes failing deliveries behind a position due. One that fails again meanwhile may be tried once more than its schedule says. */
export async function retryFailing(sql: Sql, endpointId: string, behind: bigint, limit: number): Promise<MassChangeRow> {
  const rows = await sql.$queryRaw<MassChangeRow[]>`
    WITH looked AS MATERIALIZED (
      SELECT d.id, d.position, d.state = 'failing' AND d.next_attempt_at > statement_timestamp() AS wanted FROM delivery d
      WHERE d.endpoint_id = ${endpointId} AND d.state IN ('pending', 'failing') AND d.position > ${behind}::bigint ORDER BY d.position LIMIT ${limit}::int
    ), waiting AS MATERIALIZED (
      SELECT d.id FROM delivery d
      WHERE d.id = ANY(ARRAY(SELECT id FROM looked WHERE wanted)) AND d.state = 'failing' AND d.next_attempt_at > statement_timestamp()
      FOR UPDATE SKIP LOCKED
    ), due AS (
      UPDATE delivery d SET next_attempt_at = date_trunc('milliseconds', clock_timestamp()) WHERE d.id = ANY(ARRAY(SELECT id FROM waiting)) RETURNING 1
    ), held AS (
      SELECT min(position) AS position FROM looked WHERE wanted AND id NOT IN (SELECT id FROM waiting)
    )
    SELECT (SELECT count(*)::int FROM looked) AS looked, (SELECT count(*)::int FROM due) AS changed,
      (SELECT max(l.position) FROM looked l, held h WHERE h.position IS NULL OR l.position < h.position) AS last,
      (SELECT position IS NOT NULL FROM held) AS held, ${MS}`;
  return rows[0] ?? NOTHING;
}

/** Notes how far the retries of an endpoint were made due, unless another process was quicker or they were called off. */
export async function retriedUpTo(
  sql: Sql,
  endpointId: string,
  behind: bigint,
  { looked, last, held }: MassChangeRow,
  limit: number,
): Promise<void> {
  const next = looked < limit && !held ? null : (last ?? behind);
  await sql.$executeRaw`UPDATE webhook_endpoint SET retry_behind = ${next}::bigint WHERE id = ${endpointId} AND retry_behind = ${behind}::bigint`;
}
