import { matches } from '#domain/access/pattern';
import type { KnownKey, MoveQuestion, MoveReading } from '#application/ports/promotion-store';
import type { Occupant, OpenRequest, PromotionFacts } from '#domain/promotion/promotion-facts';
import { stageKey } from '#domain/registry/stage-name';
import { isIdleStage, type Stage } from '#domain/stage/stage';
import { byReference, isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';
import type { DefinitionRevisions, Definitions, RememberedDefinitions } from './definitions.js';
import type { Run } from './run.js';

interface MoveRow extends DefinitionRevisions {
  readonly modelId: string;
  readonly modelName: string;
  readonly stageRevision: number;
  readonly versionId: string | null;
  readonly status: string;
  readonly integrity: string;
  readonly deleted: boolean;
  readonly manifestDigest: string | null;
  readonly standsIn: string | null;
  readonly promotionId: string | null;
  readonly occupants: readonly Occupant[] | null;
  readonly incumbentId: string | null;
  readonly incumbentVersion: number | null;
  readonly more: boolean;
  readonly known: KnownKey | null;
}

/** What few moves have, and is read apart for those. */
type Rare = Pick<PromotionFacts, 'targetHeld' | 'sourceHeld' | 'quarantines' | 'openRequests' | 'othersInSource'>;

const NOTHING_MORE: Rare = { targetHeld: null, sourceHeld: null, quarantines: [], openRequests: [], othersInSource: 0 };

/** Turns to find a moment in which the definitions stay as they are. */
const MAX_TURNS = 4;

/**
 * All facts of a move (docs/architecture.md, step 3): one query, with the definitions of the workspace remembered and a second query where
 * something stands in the way or a protected stage is left. The revisions are those of the first query, so what changes after it is found
 * when the decision is applied.
 */
export async function readMove(run: Run, remembered: RememberedDefinitions, question: MoveQuestion): Promise<MoveReading> {
  let definitions = await remembered.find(run, question.workspace);
  for (let turn = 1; definitions !== null && turn <= MAX_TURNS; turn += 1) {
    const target = definitions.stages.find((stage) => stage.key === stageKey(question.stage)) ?? null;
    const row = await readRow(run, question, target);
    if (row === undefined) break;
    if (sameRevisions(row, definitions)) return readingOf(run, question, definitions, target, row);
    definitions = await remembered.read(run, question.workspace);
  }
  return { model: null, facts: null, versionFound: false, stageFound: false, known: null };
}

async function readRow(run: Run, question: MoveQuestion, target: Stage | null): Promise<MoveRow | undefined> {
  const shape = occupantsOf(target);
  const key = question.idempotency;
  const known =
    key === null
      ? Prisma.sql`null::jsonb`
      : Prisma.sql`(SELECT jsonb_build_object('bodyHash', i.body_hash, 'status', i.status, 'resourceId', i.resource_id) FROM idempotency_key i
          WHERE i.workspace = m.workspace AND i.actor_id = ${question.actorId} AND i.route = ${key.route} AND i.key = ${key.key})`;
  const rows = await run<MoveRow>(
    `move-${shape.name}${isModelId(question.model) ? '-by-id' : '-by-name'}${key === null ? '' : '-keyed'}`,
    Prisma.sql`
    SELECT m.id AS "modelId", m.name AS "modelName", m.stage_revision AS "stageRevision",
      w.stages_revision AS "stagesRevision", w.targets_revision AS "targetsRevision",
      v.id AS "versionId", v.status, v.integrity, v.deleted_at IS NOT NULL AS deleted, v.manifest_digest AS "manifestDigest",
      s.stage AS "standsIn", s.promotion_id AS "promotionId", ${shape.columns},
      EXISTS (SELECT 1 FROM stage_hold h WHERE h.model_id = m.id AND h.lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM quarantine q WHERE q.version_id = v.id AND q.lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM promotion r WHERE r.model_id = m.id AND r.state IN ('pending', 'scheduled')) AS more,
      ${known} AS known
    FROM registered_model m JOIN workspace w ON w.name = m.workspace
    LEFT JOIN model_version v ON v.model_id = m.id AND v.version = ${question.version}
    LEFT JOIN stage_placement s ON s.version_id = v.id AND s.to_at IS NULL
    ${shape.join}
    WHERE ${byReference(question.workspace, question.model)}`,
  );
  return rows[0];
}

/** The other versions in the target stage: one by the index that keeps it one, a list, or nobody where nobody asks. */
function occupantsOf(target: Stage | null): { readonly name: string; readonly columns: Prisma.Sql; readonly join: Prisma.Sql } {
  if (target === null || isIdleStage(target.key)) {
    return {
      name: 'idle',
      columns: Prisma.sql`null::jsonb AS occupants, null AS "incumbentId", null::int AS "incumbentVersion"`,
      join: Prisma.empty,
    };
  }
  if (target.occupancy === 'one') {
    return {
      name: 'one',
      columns: Prisma.sql`null::jsonb AS occupants, o.version_id AS "incumbentId", o.version AS "incumbentVersion"`,
      join: Prisma.sql`LEFT JOIN stage_placement o ON o.model_id = m.id AND o.stage = ${target.name} AND o.to_at IS NULL AND o.exclusive`,
    };
  }
  return {
    name: 'many',
    columns: Prisma.sql`(SELECT jsonb_agg(jsonb_build_object('versionId', o.version_id, 'version', o.version) ORDER BY o.version) FROM stage_placement o
        WHERE o.workspace = m.workspace AND o.model_id = m.id AND o.stage = ${target.name} AND o.to_at IS NULL AND o.version_id <> v.id) AS occupants,
      null AS "incumbentId", null::int AS "incumbentVersion"`,
    join: Prisma.empty,
  };
}

async function readingOf(
  run: Run,
  question: MoveQuestion,
  definitions: Definitions,
  target: Stage | null,
  row: MoveRow,
): Promise<MoveReading> {
  const { versionId } = row;
  const model = { id: row.modelId, name: row.modelName, stageRevision: row.stageRevision };
  const found = { model, versionFound: versionId !== null, stageFound: target !== null, known: row.known };
  if (versionId === null || target === null) return { ...found, facts: null };
  // A deleted version stands nowhere; its facts are only read for `deleted`.
  const source = definitions.stages.find((stage) => stage.name === row.standsIn) ?? target;
  const rare = row.more || source.protected ? await readRare(run, row, versionId, source, target) : NOTHING_MORE;
  return {
    ...found,
    facts: {
      model,
      stagesRevision: row.stagesRevision,
      targetsRevision: row.targetsRevision,
      version: {
        versionId,
        version: question.version,
        status: row.status,
        integrity: row.integrity,
        deleted: row.deleted,
        manifestDigest: row.manifestDigest,
        stage: source,
        promotionId: row.promotionId,
      },
      target,
      occupants: row.occupants ?? incumbents(row, versionId),
      ...rare,
      deployTargets: definitions.targets
        .filter((one) => one.stage === target.name && matches(one.models, model.name))
        .map(({ id, name }) => ({ id, name })),
    },
  };
}

function incumbents({ incumbentId, incumbentVersion }: MoveRow, versionId: string): readonly Occupant[] {
  if (incumbentId === null || incumbentVersion === null || incumbentId === versionId) return [];
  return [{ versionId: incumbentId, version: incumbentVersion }];
}

async function readRare(run: Run, row: MoveRow, versionId: string, source: Stage, target: Stage): Promise<Rare> {
  type RareRow = Omit<Rare, 'quarantines' | 'openRequests'> & {
    readonly quarantines: PromotionFacts['quarantines'] | null;
    readonly openRequests: readonly OpenRequest[] | null;
  };
  const hold = (stage: string): Prisma.Sql =>
    Prisma.sql`(SELECT jsonb_build_object('reason', h.reason, 'by', h.actor->>'name') FROM stage_hold h
      WHERE h.model_id = ${row.modelId} AND h.stage = ${stage} AND h.lifted_at IS NULL)`;
  const [rare] = await run<RareRow>(
    'move-rare',
    Prisma.sql`
    SELECT ${hold(target.name)} AS "targetHeld", ${hold(source.name)} AS "sourceHeld",
      (SELECT jsonb_agg(jsonb_build_object('id', q.id, 'incident', q.incident, 'reason', q.reason) ORDER BY q.created_at) FROM quarantine q
        WHERE q.version_id = ${versionId} AND q.stage = ${target.name} AND q.lifted_at IS NULL) AS quarantines,
      (SELECT jsonb_agg(jsonb_build_object('id', p.id, 'version', p.version, 'versionId', p.version_id, 'state', p.state, 'requesterId', p.requester_id)
          ORDER BY p.created_at)
        FROM promotion p WHERE p.model_id = ${row.modelId} AND p.to_stage = ${target.name} AND p.state IN ('pending', 'scheduled')) AS "openRequests",
      CASE WHEN ${source.protected} THEN (SELECT count(*)::int FROM stage_placement o
          WHERE o.model_id = ${row.modelId} AND o.stage = ${source.name} AND o.to_at IS NULL AND o.version_id <> ${versionId}) ELSE 0 END AS "othersInSource"`,
  );
  if (rare === undefined) throw new Error('the facts of a move answered no row');
  return { ...rare, quarantines: rare.quarantines ?? [], openRequests: rare.openRequests ?? [] };
}

function sameRevisions(one: DefinitionRevisions, other: DefinitionRevisions): boolean {
  return one.stagesRevision === other.stagesRevision && one.targetsRevision === other.targetsRevision;
}
