import type { DeletionReading } from '#application/ports/version-store';
import type { DeletedVersion } from '#domain/registry/decide-deletion';
import type { Sql } from '../core/database.js';
import { Prisma } from '../generated/client.js';

interface Row extends Pick<DeletionReading, 'aliases' | 'openRequests' | 'more'> {
  readonly versions: readonly DeletedVersion[];
}

/** Versions that one transaction deletes: some hundred milliseconds, during which others wait for the model. */
const IDLE_AT_ONCE = 500;

/**
 * One query: the living versions of a model, or one of them, where each stands, and what falls with it. Idle stages are not counted:
 * nobody asks who remains there, and thousands may; of a model's versions that stand there no more are read than are deleted at once.
 */
export async function readDeletion(sql: Sql, modelId: string, versionId: string | null, after: number): Promise<DeletionReading> {
  const one = (column: Prisma.Sql): Prisma.Sql => (versionId === null ? Prisma.empty : Prisma.sql`AND ${column} = ${versionId}`);
  // With the whole model nothing remains.
  const remaining =
    versionId === null
      ? Prisma.sql`0`
      : Prisma.sql`CASE WHEN d.key IN ('none', 'archived') THEN 0 ELSE
          (SELECT count(*)::int FROM stage_placement o WHERE o.model_id = p.model_id AND o.stage = p.stage AND o.to_at IS NULL AND o.version_id <> p.version_id) END`;
  // By key, one by one: what the server knows of a model that has just been filled is nothing, and by that it would compare each row with each.
  const standing = (id: Prisma.Sql): Prisma.Sql => Prisma.sql`
    JOIN LATERAL (SELECT * FROM stage_placement o WHERE o.version_id = ${id} AND o.to_at IS NULL OFFSET 0) p ON true
    JOIN stage_definition d ON d.workspace = p.workspace AND d.name = p.stage`;
  const rows = await sql.$queryRaw<Row[]>`
    WITH idle AS MATERIALIZED (
      SELECT v.id, v.version FROM model_version v ${standing(Prisma.sql`v.id`)}
        WHERE v.model_id = ${modelId} AND v.deleted_at IS NULL ${one(Prisma.sql`v.id`)} AND v.version > ${after}::int AND d.key IN ('none', 'archived')
      ORDER BY v.version LIMIT ${IDLE_AT_ONCE + 1}::int
    ), gone AS MATERIALIZED (
      (SELECT id FROM idle ORDER BY version LIMIT ${IDLE_AT_ONCE}::int)
      UNION ALL
      SELECT p.version_id FROM registered_model m JOIN stage_definition d ON d.workspace = m.workspace AND d.key NOT IN ('none', 'archived')
        JOIN LATERAL (SELECT o.version_id FROM stage_placement o WHERE o.model_id = m.id AND o.stage = d.name AND o.to_at IS NULL ${one(Prisma.sql`o.version_id`)} OFFSET 0) p ON true
        WHERE m.id = ${modelId}
    )
    SELECT (SELECT count(*) FROM idle) > ${IDLE_AT_ONCE}::int AS more,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('versionId', p.version_id, 'version', p.version, 'remaining', ${remaining},
          'stage', jsonb_build_object('name', d.name, 'key', d.key, 'ordinal', d.ordinal, 'occupancy', d.occupancy, 'protected', d.protected, 'boundAlias', d.bound_alias),
          'held', (SELECT jsonb_build_object('reason', h.reason, 'by', h.actor->>'name') FROM stage_hold h WHERE h.model_id = p.model_id AND h.stage = p.stage AND h.lifted_at IS NULL)
        ) ORDER BY p.version), '[]')
        FROM gone ${standing(Prisma.sql`gone.id`)}) AS versions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('alias', a.alias, 'version', a.version, 'boundStage', a.bound_stage) ORDER BY a.alias), '[]')
        FROM model_alias a JOIN gone ON gone.id = a.version_id WHERE a.model_id = ${modelId}) AS aliases,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'toStage', r.to_stage) ORDER BY r.id), '[]')
        FROM promotion r JOIN gone ON gone.id = r.version_id WHERE r.model_id = ${modelId} AND r.state IN ('pending', 'scheduled')) AS "openRequests"`;
  const [row] = rows;
  if (row === undefined) throw new Error('a query of three aggregates answered no row');
  return row;
}
