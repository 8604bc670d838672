import { matches } from '#domain/access/pattern';
import type { MoveQuestion, MoveReading } from '#application/ports/promotion-store';
import type { Occupant, OpenRequest, PromotionFacts } from '#domain/promotion/promotion-facts';
import { stageKey } from '#domain/registry/stage-name';
import type { Stage } from '#domain/stage/stage';
import { Prisma } from '../generated/client.js';
import type { DefinitionRevisions, Definitions, RememberedDefinitions } from './definitions.js';
import type { MoveRow, MoveRows } from './move-rows.js';
import type { Run } from './run.js';

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
export async function readMove(run: Run, rows: MoveRows, remembered: RememberedDefinitions, question: MoveQuestion): Promise<MoveReading> {
  let definitions = await remembered.find(run, question.workspace);
  for (let turn = 1; definitions !== null && turn <= MAX_TURNS; turn += 1) {
    const target = definitions.stages.find((stage) => stage.key === stageKey(question.stage)) ?? null;
    const row = await rows.read(question, target);
    if (row === undefined) break;
    if (sameRevisions(row, definitions)) return readingOf(run, question, definitions, target, row);
    definitions = await remembered.read(run, question.workspace);
  }
  return { model: null, facts: null, versionFound: false, stageFound: false, known: null };
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
