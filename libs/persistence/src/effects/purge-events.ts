import { Prisma } from '../generated/client.js';

/**
 * Deletes the oldest dispatched events of a workspace up to the first that is not older than `before` or that a delivery needs: whoever follows
 * the events by position is told that some are gone by the oldest that is left (CURSOR_EXPIRED), so no hole may lie behind it. Looks at `limit`
 * events, by the index on their positions, whatever else is stored.
 */
export function purgeEvents(workspace: string, before: Date, limit: number): Prisma.Sql {
  // A subquery of one row, and not NOT EXISTS, which the planner may answer by a scan of all deliveries; ids as an array for the like reason.
  return Prisma.sql`
    WITH oldest AS (
      SELECT e.id, e.position, e.created_at < ${before} AND (SELECT d.id FROM delivery d WHERE d.event_id = e.id LIMIT 1) IS NULL AS done
      FROM event e WHERE e.workspace = ${workspace} AND e.position IS NOT NULL ORDER BY e.position LIMIT ${limit}::int
    ), prefix AS (
      SELECT id, bool_and(done) OVER (ORDER BY position) AS done FROM oldest
    )
    DELETE FROM event WHERE id = ANY(ARRAY(SELECT id FROM prefix WHERE done))`;
}
