import type { Sql } from '../core/database.js';
import { Prisma } from '../generated/client.js';
import { AGAIN } from './mass-changes-sql.js';

/** How far a redelivery came. */
export interface RedeliveryRow {
  readonly id: string;
  readonly workspace: string;
  readonly endpointId: string;
  readonly state: 'running' | 'done' | 'stopped';
  /** Deliveries that it has sent again in all. */
  readonly count: number;
  /** And with this batch. */
  readonly changed: number;
  readonly ms: number;
  /** Whether it met what somebody else held. */
  readonly held: boolean;
}

/** What a redelivery is when it has ended: nothing is left in its span, also for code that goes by its place alone. */
export const ENDED = Prisma.sql`ended_at = clock_timestamp(), after_at = r.until, after_id = ''`;

/**
 * The next batch of the given redelivery, or of any that is under way; the one that has looked at everything ends with it, as does one whose endpoint has gone.
 * It goes on from the first that somebody else held: that transaction may come to nothing.
 * @returns null where there is none that nobody else is at.
 */
export async function redeliverBatch(sql: Sql, id: string | null, limit: number): Promise<RedeliveryRow | null> {
  // What was created in one span has one index; the place is a value for the planner, so that it is walked in order from there.
  const rows = await sql.$queryRaw<RedeliveryRow[]>`
    WITH work AS MATERIALIZED (
      SELECT r.*, EXISTS (SELECT 1 FROM webhook_endpoint e WHERE e.id = r.endpoint_id AND e.deleted_at IS NULL AND e.state <> 'gone') AS wanted
      FROM redelivery r WHERE r.ended_at IS NULL AND (${id}::text IS NULL OR r.id = ${id}::text) ORDER BY random() LIMIT 1 FOR UPDATE OF r SKIP LOCKED
    ), looked AS MATERIALIZED (
      SELECT d.id, d.created_at,
        d.state = ANY((SELECT states FROM work)::text[]) AND coalesce(d.finished_at, d.created_at) <= (SELECT requested_at FROM work) AS wanted
      FROM delivery d
      WHERE d.endpoint_id = (SELECT endpoint_id FROM work) AND (d.created_at, d.id) > ((SELECT after_at FROM work), (SELECT after_id FROM work))
        AND d.created_at < (SELECT until FROM work) AND (SELECT wanted FROM work)
      ORDER BY d.created_at, d.id LIMIT ${limit}::int
    ), ended AS MATERIALIZED (
      SELECT d.id FROM delivery d, work w
      WHERE d.id = ANY(ARRAY(SELECT id FROM looked WHERE wanted)) AND d.state = ANY(w.states) AND coalesce(d.finished_at, d.created_at) <= w.requested_at
      FOR UPDATE OF d SKIP LOCKED
    ), again AS (
      UPDATE delivery d SET ${AGAIN} WHERE d.id = ANY(ARRAY(SELECT id FROM ended)) RETURNING 1
    ), held AS MATERIALIZED (
      SELECT created_at, id FROM looked WHERE wanted AND id NOT IN (SELECT id FROM ended) ORDER BY created_at, id LIMIT 1
    ), last AS (
      SELECT created_at, id FROM looked WHERE NOT EXISTS (SELECT 1 FROM held) OR (created_at, id) < (SELECT created_at, id FROM held)
      ORDER BY created_at DESC, id DESC LIMIT 1
    ), done AS MATERIALIZED (
      SELECT (SELECT count(*) FROM looked) < ${limit}::int AND NOT EXISTS (SELECT 1 FROM held) AS through, (SELECT count(*)::int FROM again) AS changed
    ), moved AS (
      UPDATE redelivery r SET after_at = coalesce(l.created_at, r.after_at), after_id = coalesce(l.id, r.after_id), redelivered = r.redelivered + n.changed
      FROM work w CROSS JOIN done n LEFT JOIN last l ON true WHERE r.id = w.id AND NOT n.through
    ), through AS (
      UPDATE redelivery r SET ${ENDED}, redelivered = r.redelivered + n.changed, state = CASE WHEN w.wanted THEN 'done' ELSE 'stopped' END
      FROM work w CROSS JOIN done n WHERE r.id = w.id AND n.through
    )
    SELECT w.id, w.workspace, w.endpoint_id AS "endpointId", CASE WHEN NOT n.through THEN 'running' WHEN w.wanted THEN 'done' ELSE 'stopped' END AS state,
      w.redelivered + n.changed AS count, n.changed, EXISTS (SELECT 1 FROM held) AS held,
      extract(epoch FROM clock_timestamp() - statement_timestamp())::float8 * 1000 AS ms
    FROM work w CROSS JOIN done n`;
  return rows[0] ?? null;
}
