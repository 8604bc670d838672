import type { Database } from '#persistence/core/database';

/** Gives every event that waits its position, as the relay does; for tests that have none running. */
export async function dispatchEvents(database: Database): Promise<void> {
  await database.client.$executeRaw`
    WITH head AS (SELECT name, position FROM workspace WHERE name = 'default' FOR UPDATE),
      numbered AS (
        SELECT e.id, head.position + row_number() OVER (ORDER BY e.ordinal) AS position
        FROM event e JOIN head ON head.name = e.workspace WHERE e.position IS NULL),
      marked AS (UPDATE event e SET position = n.position FROM numbered n WHERE e.id = n.id RETURNING e.position)
    UPDATE workspace SET position = greatest(workspace.position, (SELECT max(position) FROM marked)) WHERE name = 'default'`;
}
