import type { DeploymentReading, StoredDeployment } from '#application/ports/deployment-store';
import type { Sql } from '../core/database.js';
import { Prisma } from '../generated/client.js';

/** The columns of `StoredDeployment`, of deployment `d` and its model `m`. */
export const DEPLOYMENT_COLUMNS = Prisma.sql`
  d.id, d.promotion_id AS "promotionId", d.model_id AS "modelId", m.name AS model, d.version_id AS "versionId", d.version, d.stage,
  d.target_id AS "targetId", d.target_name AS "targetName", d.generation, d.state, d.attempt, d.run_id AS "runId", d.run_url AS "runUrl",
  d.run_status AS "runStatus", d.conclusion, d.error, d.fence, d.due_at AS "dueAt", d.not_before AS "notBefore", d.polls AS tries,
  d.sent_at AS "sentAt", d.cancel_wanted_at AS "cancelWantedAt", d.cancel_requested_at AS "cancelAskedAt",
  d.cancel_accepted_at AS "cancelAcceptedAt", d.traceparent AS trace`;

/** The states that are no end; the word list of the partial indexes and of every claim. */
export const UNFINISHED = Prisma.sql`('queued', 'reconciling', 'dispatched', 'running')`;

/** The version of deployment `d` stands in the stage of `d` now. */
export const STANDS_THERE = Prisma.sql`EXISTS (SELECT 1 FROM stage_placement s
  WHERE s.version_id = d.version_id AND s.model_id = d.model_id AND s.stage = d.stage AND s.to_at IS NULL)`;

/** One deployment with all that its next step rests on, or null. */
export async function readDeployment(sql: Sql, workspace: string, id: string): Promise<DeploymentReading | null> {
  const rows = await sql.$queryRaw<Omit<DeploymentReading, 'older'>[]>`
    SELECT ${DEPLOYMENT_COLUMNS}, date_trunc('milliseconds', clock_timestamp()) AS now, v.source, v.manifest_digest AS "manifestDigest",
      ${STANDS_THERE} AS "versionStandsThere",
      (SELECT max(o.generation) FROM deployment o WHERE o.model_id = d.model_id AND o.stage = d.stage AND o.target_id = d.target_id) AS "newestGeneration",
      coalesce((SELECT c.protected FROM stage_definition c WHERE c.workspace = d.workspace AND c.name = d.stage), true) AS "stageProtected"
    FROM deployment d JOIN registered_model m ON m.id = d.model_id JOIN model_version v ON v.id = d.version_id
    WHERE d.id = ${id} AND d.workspace = ${workspace}`;
  const [row] = rows;
  if (row === undefined) return null;
  // What was sent does not wait for older ones.
  return { ...row, older: row.state === 'queued' ? await readOlder(sql, row) : [] };
}

function readOlder(sql: Sql, row: Omit<DeploymentReading, 'older'>): Promise<StoredDeployment[]> {
  return sql.$queryRaw`
    SELECT ${DEPLOYMENT_COLUMNS} FROM deployment d JOIN registered_model m ON m.id = d.model_id
    WHERE d.model_id = ${row.modelId} AND d.stage = ${row.stage} AND d.target_id = ${row.targetId} AND d.generation < ${row.generation}
      AND d.state IN ${UNFINISHED} ORDER BY d.generation`;
}
