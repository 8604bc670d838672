import type { DeletionReading } from '#application/ports/version-store';
import type { DeletedVersion } from '#domain/registry/decide-deletion';
import type { Sql } from '../core/database.js';
import { Prisma } from '../generated/client.js';

interface Row extends Pick<DeletionReading, 'aliases' | 'openRequests'> {
  readonly versions: readonly DeletedVersion[];
}

/**
 * One query: the living versions of a model, or one of them, where each stands, and what falls with it. Idle stages are not counted:
 * nobody asks who remains there, and thousands may.
 */
export async function readDeletion(sql: Sql, modelId: string, versionId: string | null): Promise<DeletionReading> {
  const one = (column: Prisma.Sql): Prisma.Sql => (versionId === null ? Prisma.empty : Prisma.sql`AND ${column} = ${versionId}`);
  // With the whole model nothing remains.
  const remaining =
    versionId === null
      ? Prisma.sql`0`
      : Prisma.sql`CASE WHEN d.key IN ('none', 'archived') THEN 0 ELSE
          (SELECT count(*)::int FROM stage_placement o WHERE o.model_id = p.model_id AND o.stage = p.stage AND o.to_at IS NULL AND o.version_id <> v.id) END`;
  const rows = await sql.$queryRaw<Row[]>`
    SELECT
      (SELECT coalesce(jsonb_agg(jsonb_build_object('versionId', v.id, 'version', v.version, 'remaining', ${remaining},
          'stage', jsonb_build_object('name', d.name, 'key', d.key, 'ordinal', d.ordinal, 'occupancy', d.occupancy, 'protected', d.protected, 'boundAlias', d.bound_alias),
          'held', (SELECT jsonb_build_object('reason', h.reason, 'by', h.actor->>'name') FROM stage_hold h WHERE h.model_id = p.model_id AND h.stage = p.stage AND h.lifted_at IS NULL)
        ) ORDER BY v.version), '[]')
        FROM model_version v
        JOIN stage_placement p ON p.version_id = v.id AND p.to_at IS NULL
        JOIN stage_definition d ON d.workspace = p.workspace AND d.name = p.stage
        WHERE v.model_id = ${modelId} AND v.deleted_at IS NULL ${one(Prisma.sql`v.id`)}) AS versions,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('alias', a.alias, 'version', a.version, 'boundStage', a.bound_stage) ORDER BY a.alias), '[]')
        FROM model_alias a WHERE a.model_id = ${modelId} ${one(Prisma.sql`a.version_id`)}) AS aliases,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'toStage', r.to_stage) ORDER BY r.id), '[]')
        FROM promotion r WHERE r.model_id = ${modelId} AND r.state IN ('pending', 'scheduled') ${one(Prisma.sql`r.version_id`)}) AS "openRequests"`;
  const [row] = rows;
  if (row === undefined) throw new Error('a query of three aggregates answered no row');
  return row;
}
