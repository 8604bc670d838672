import { matches } from '#domain/access/pattern';
import type { MoveQuestion, MoveReading, RollbackReading } from '#application/ports/promotion-store';
import type { PromotionFacts, OpenRequest } from '#domain/promotion/promotion-facts';
import type { RollbackCandidate } from '#domain/promotion/decide-rollback';
import { stageKey } from '#domain/registry/stage-name';
import type { Stage } from '#domain/stage/stage';
import { byReference, isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';

type Deploys = readonly { readonly id: string; readonly name: string; readonly models: string }[];

interface ModelColumns {
  readonly modelId: string;
  readonly modelName: string;
  readonly stageRevision: number;
  readonly stagesRevision: number;
  readonly targetsRevision: number;
  readonly target: Stage | null;
  readonly targetHeld: PromotionFacts['targetHeld'];
  readonly deployTargets: Deploys | null;
  readonly openRequests: readonly OpenRequest[] | null;
  readonly known: MoveReading['known'];
}

interface MoveRow extends ModelColumns {
  readonly version:
    | (Omit<PromotionFacts['version'], 'stage' | 'promotionId'> & { readonly stage: Stage | null; readonly promotionId: string | null })
    | null;
  readonly occupants: PromotionFacts['occupants'] | null;
  readonly othersInSource: number;
  readonly sourceHeld: PromotionFacts['sourceHeld'];
  readonly quarantines: PromotionFacts['quarantines'] | null;
}

interface RollbackRow extends ModelColumns {
  readonly now: RollbackReading['now'];
  readonly candidates: readonly RollbackCandidate[] | null;
}

const stageJson = (table: 't' | 'd') =>
  Prisma.raw(
    `jsonb_build_object('name', ${table}.name, 'key', ${table}.key, 'ordinal', ${table}.ordinal, 'occupancy', ${table}.occupancy, 'protected', ${table}.protected, 'boundAlias', ${table}.bound_alias)`,
  );
const HOLD = Prisma.sql`jsonb_build_object('reason', h.reason, 'by', h.actor->>'name')`;

/** The columns that a promotion and a rollback both rest on. */
function modelColumns(question: Omit<MoveQuestion, 'version'>): Prisma.Sql {
  const idempotency = question.idempotency;
  const known =
    idempotency === null
      ? Prisma.sql`null::jsonb`
      : Prisma.sql`(SELECT jsonb_build_object('bodyHash', i.body_hash, 'status', i.status, 'resourceId', i.resource_id) FROM idempotency_key i
          WHERE i.workspace = m.workspace AND i.actor_id = ${question.actorId} AND i.route = ${idempotency.route} AND i.key = ${idempotency.key})`;
  return Prisma.sql`
    m.id AS "modelId", m.name AS "modelName", m.stage_revision AS "stageRevision",
    w.stages_revision AS "stagesRevision", w.targets_revision AS "targetsRevision",
    CASE WHEN t.key IS NULL THEN null ELSE ${stageJson('t')} END AS target,
    (SELECT ${HOLD} FROM stage_hold h WHERE h.model_id = m.id AND h.stage = t.name AND h.lifted_at IS NULL) AS "targetHeld",
    (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'models', g.models) ORDER BY g.id) FROM deploy_target g
      WHERE g.workspace = m.workspace AND g.deleted_at IS NULL AND g.stage = t.name) AS "deployTargets",
    (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'versionId', p.version_id, 'state', p.state, 'requesterId', p.requester_id) ORDER BY p.created_at)
      FROM promotion p WHERE p.model_id = m.id AND p.to_stage = t.name AND p.state IN ('pending', 'scheduled')) AS "openRequests",
    ${known} AS known`;
}

/** Runs one statement: inside a transaction, or past the ORM by a name under which connections keep it prepared. */
export type Run = <T extends object>(name: string, sql: Prisma.Sql) => Promise<T[]>;

/** All facts of a move in one query (docs/architecture.md, step 3). */
export async function readMove(run: Run, question: MoveQuestion): Promise<MoveReading> {
  const key = stageKey(question.stage);
  const idle = key === 'none' || key === 'archived';
  const name = `move${idle ? '-idle' : ''}${shapeOf(question)}`;
  const rows = await run<MoveRow>(
    name,
    Prisma.sql`
    SELECT ${modelColumns(question)},
      CASE WHEN v.id IS NULL THEN null ELSE jsonb_build_object('versionId', v.id, 'version', v.version, 'status', v.status, 'integrity', v.integrity,
        'deleted', v.deleted_at IS NOT NULL, 'manifestDigest', v.manifest_digest, 'promotionId', s.promotion_id, 'stage', s.definition) END AS version,
      ${
        idle
          ? Prisma.sql`null::jsonb`
          : Prisma.sql`(SELECT jsonb_agg(jsonb_build_object('versionId', o.version_id, 'version', o.version) ORDER BY o.version) FROM stage_placement o
              WHERE o.model_id = m.id AND o.stage = t.name AND o.to_at IS NULL AND o.version_id <> v.id)`
      } AS occupants,
      CASE WHEN s.protected THEN (SELECT count(*)::int FROM stage_placement o WHERE o.model_id = m.id AND o.stage = s.stage AND o.to_at IS NULL AND o.version_id <> v.id)
        ELSE 0 END AS "othersInSource",
      (SELECT ${HOLD} FROM stage_hold h WHERE h.model_id = m.id AND h.stage = s.stage AND h.lifted_at IS NULL) AS "sourceHeld",
      (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'incident', q.incident, 'reason', q.reason) ORDER BY q.created_at) FROM quarantine q
        WHERE q.version_id = v.id AND q.stage = t.name AND q.lifted_at IS NULL) AS quarantines
    FROM registered_model m
    JOIN workspace w ON w.name = m.workspace
    LEFT JOIN stage_definition t ON t.workspace = m.workspace AND t.key = ${key}
    LEFT JOIN model_version v ON v.model_id = m.id AND v.version = ${question.version}
    LEFT JOIN LATERAL (SELECT p.promotion_id, p.stage, d.protected, ${stageJson('d')} AS definition FROM stage_placement p
        JOIN stage_definition d ON d.workspace = p.workspace AND d.name = p.stage WHERE p.version_id = v.id AND p.to_at IS NULL) s ON true
    WHERE ${byReference(question.workspace, question.model)}`,
  );
  const [row] = rows;
  if (row === undefined) return { model: null, facts: null, versionFound: false, stageFound: false, known: null };
  const model = { id: row.modelId, name: row.modelName, stageRevision: row.stageRevision };
  const found = { model, versionFound: row.version !== null, stageFound: row.target !== null, known: row.known };
  if (row.version === null || row.target === null) return { ...found, facts: null };
  const { version, target } = row;
  return {
    ...found,
    facts: {
      model,
      stagesRevision: row.stagesRevision,
      targetsRevision: row.targetsRevision,
      // A deleted version stands nowhere; its facts are only read for `deleted`.
      version: { ...version, stage: version.stage ?? target },
      target,
      occupants: row.occupants ?? [],
      othersInSource: row.othersInSource,
      targetHeld: row.targetHeld,
      sourceHeld: row.sourceHeld,
      quarantines: row.quarantines ?? [],
      openRequests: row.openRequests ?? [],
      deployTargets: matching(row.deployTargets, row.modelName),
    },
  };
}

/** How many closed placements are looked at for a version to go back to. */
const ROLLBACK_DEPTH = 200;

/** Who stands in the stage and every version that once stood there, latest first. */
export async function readRollback(run: Run, question: Omit<MoveQuestion, 'version'>): Promise<RollbackReading> {
  const rows = await run<RollbackRow>(
    `rollback${shapeOf(question)}`,
    Prisma.sql`
    SELECT ${modelColumns(question)},
      (SELECT jsonb_build_object('versionId', p.version_id, 'version', p.version, 'promotionId', p.promotion_id,
          'movedBy', (SELECT coalesce(r.decided_by, r.requester)->>'name' FROM promotion r WHERE r.id = p.promotion_id))
        FROM stage_placement p WHERE p.model_id = m.id AND p.stage = t.name AND p.to_at IS NULL LIMIT 1) AS now,
      (SELECT jsonb_agg(to_jsonb(c) ORDER BY c."fromAt" DESC) FROM (
        SELECT p.from_at AS "fromAt", v.id AS "versionId", v.version, p.verified_at IS NOT NULL AS verified, v.status, v.integrity, v.deleted_at IS NOT NULL AS deleted,
          EXISTS (SELECT 1 FROM quarantine q WHERE q.version_id = v.id AND q.stage = t.name AND q.lifted_at IS NULL) AS quarantined,
          (SELECT o.stage FROM stage_placement o JOIN stage_definition d ON d.workspace = o.workspace AND d.name = o.stage
            WHERE o.version_id = v.id AND o.to_at IS NULL AND d.protected AND o.stage <> t.name) AS "protectedIn"
        FROM stage_placement p JOIN model_version v ON v.id = p.version_id
        WHERE p.model_id = m.id AND p.stage = t.name AND p.to_at IS NOT NULL ORDER BY p.from_at DESC LIMIT ${ROLLBACK_DEPTH}) c) AS candidates
    FROM registered_model m JOIN workspace w ON w.name = m.workspace
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

/** The parts of a question that change the text of its statement. */
function shapeOf(question: Pick<MoveQuestion, 'model' | 'idempotency'>): string {
  return `${isModelId(question.model) ? '-by-id' : '-by-name'}${question.idempotency === null ? '' : '-keyed'}`;
}

function matching(targets: Deploys | null, model: string): PromotionFacts['deployTargets'] {
  return (targets ?? []).filter((target) => matches(target.models, model)).map(({ id, name }) => ({ id, name }));
}
