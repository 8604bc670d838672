import type { KnownKey, MoveQuestion, RollbackReading } from '#application/ports/promotion-store';
import type { RollbackCandidate } from '#domain/promotion/decide-rollback';
import { stageKey } from '#domain/registry/stage-name';
import { byReference, isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';
import type { Run } from './run.js';

interface RollbackRow {
  readonly modelId: string;
  readonly modelName: string;
  readonly stageRevision: number;
  readonly target: RollbackReading['stage'];
  readonly targetHeld: RollbackReading['hold'];
  readonly now: RollbackReading['now'];
  readonly candidates: readonly RollbackCandidate[] | null;
  readonly known: KnownKey | null;
}

/** How many closed placements are looked at for a version to go back to. */
const ROLLBACK_DEPTH = 200;

/** Who stands in the stage and every version that once stood there, latest first. */
export async function readRollback(run: Run, question: Omit<MoveQuestion, 'version'>): Promise<RollbackReading> {
  const key = question.idempotency;
  const known =
    key === null
      ? Prisma.sql`null::jsonb`
      : Prisma.sql`(SELECT jsonb_build_object('bodyHash', i.body_hash, 'status', i.status, 'resourceId', i.resource_id) FROM idempotency_key i
          WHERE i.workspace = m.workspace AND i.actor_id = ${question.actorId} AND i.route = ${key.route} AND i.key = ${key.key})`;
  const rows = await run<RollbackRow>(
    `rollback${isModelId(question.model) ? '-by-id' : '-by-name'}${key === null ? '' : '-keyed'}`,
    Prisma.sql`
    SELECT m.id AS "modelId", m.name AS "modelName", m.stage_revision AS "stageRevision",
      CASE WHEN t.key IS NULL THEN null ELSE jsonb_build_object('name', t.name, 'key', t.key, 'ordinal', t.ordinal, 'occupancy', t.occupancy,
        'protected', t.protected, 'boundAlias', t.bound_alias) END AS target,
      (SELECT jsonb_build_object('reason', h.reason, 'by', h.actor->>'name') FROM stage_hold h
        WHERE h.model_id = m.id AND h.stage = t.name AND h.lifted_at IS NULL) AS "targetHeld",
      (SELECT jsonb_build_object('versionId', p.version_id, 'version', p.version, 'promotionId', p.promotion_id,
          'movedBy', (SELECT coalesce(r.decided_by, r.requester)->>'name' FROM promotion r WHERE r.id = p.promotion_id))
        FROM stage_placement p WHERE p.model_id = m.id AND p.stage = t.name AND p.to_at IS NULL LIMIT 1) AS now,
      (SELECT jsonb_agg(to_jsonb(c) ORDER BY c."fromAt" DESC) FROM (
        SELECT p.from_at AS "fromAt", v.id AS "versionId", v.version, p.verified_at IS NOT NULL AS verified, v.status, v.integrity, v.deleted_at IS NOT NULL AS deleted,
          EXISTS (SELECT 1 FROM quarantine q WHERE q.version_id = v.id AND q.stage = t.name AND q.lifted_at IS NULL) AS quarantined,
          (SELECT o.stage FROM stage_placement o JOIN stage_definition d ON d.workspace = o.workspace AND d.name = o.stage
            WHERE o.version_id = v.id AND o.to_at IS NULL AND d.protected AND o.stage <> t.name) AS "protectedIn"
        FROM stage_placement p JOIN model_version v ON v.id = p.version_id
        WHERE p.model_id = m.id AND p.stage = t.name AND p.to_at IS NOT NULL ORDER BY p.from_at DESC LIMIT ${ROLLBACK_DEPTH}) c) AS candidates,
      ${known} AS known
    FROM registered_model m
    LEFT JOIN stage_definition t ON t.workspace = m.workspace AND t.key = ${stageKey(question.stage)}
    WHERE ${byReference(question.workspace, question.model)}`,
  );
  const [row] = rows;
  if (row === undefined) return { model: null, stage: null, hold: null, now: null, candidates: [], known: null };
  return {
    model: { id: row.modelId, name: row.modelName, stageRevision: row.stageRevision },
    stage: row.target,
    hold: row.targetHeld,
    now: row.now,
    candidates: row.candidates ?? [],
    known: row.known,
  };
}
