import type { KnownKey, MoveQuestion } from '#application/ports/promotion-store';
import type { Occupant } from '#domain/promotion/promotion-facts';
import { isIdleStage, type Stage } from '#domain/stage/stage';
import { filled, Gathered, type Placed } from '../core/gathered.js';
import { isModelId } from '../core/model-reference.js';
import { Prisma } from '../generated/client.js';
import { VERSION_ASKED_FOR } from '../registry/version-columns.js';
import type { DefinitionRevisions } from './definitions.js';
import type { Run } from './run.js';

/** What every move rests on, as the database answers it. */
export interface MoveRow extends DefinitionRevisions {
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

interface Asked {
  readonly question: MoveQuestion;
  /** The target stage as the definitions spell it. */
  readonly stage: string | null;
}

/** Reads those rows; those of one shape that are asked for at the same time by one statement. */
export class MoveRows {
  private readonly known = new Map<string, Gathered<Asked, MoveRow>>();

  /** Without `gather` each by a statement of its own, as within a transaction. */
  constructor(
    private readonly run: Run,
    private readonly gather = true,
  ) {}

  /** @returns undefined where there is no such model. @throws what the driver throws. */
  async read(question: MoveQuestion, target: Stage | null): Promise<MoveRow | undefined> {
    const occupants = occupantsOf(target);
    const byId = isModelId(question.model);
    const keyed = question.idempotency !== null;
    const name = `move-${occupants.name}${byId ? '-by-id' : '-by-name'}${keyed ? '-keyed' : ''}`;
    const asked = { question, stage: target?.name ?? null };
    const read = (all: readonly Asked[]): Promise<Placed<MoveRow>[]> => this.run(name, statement(all, occupants, byId, keyed));
    if (!this.gather) return (await read([asked]))[0];
    let gathered = this.known.get(name);
    if (gathered === undefined) this.known.set(name, (gathered = new Gathered(read)));
    return gathered.ask(asked);
  }
}

function statement(all: readonly Asked[], occupants: Occupants, byId: boolean, keyed: boolean): Prisma.Sql {
  const column = (of: (question: MoveQuestion) => string | undefined): (string | null)[] =>
    filled(all.map(({ question }) => of(question) ?? null));
  const numbers = filled(all.map(({ question }) => question.version));
  const stages = filled(all.map(({ stage }) => stage));
  const [keys, known] = keyed
    ? [
        Prisma.sql`${column((one) => one.actorId)}::text[], ${column((one) => one.idempotency?.route)}::text[], ${column((one) => one.idempotency?.key)}::text[]`,
        Prisma.sql`(SELECT jsonb_build_object('bodyHash', i.body_hash, 'status', i.status, 'resourceId', i.resource_id) FROM idempotency_key i
          WHERE i.workspace = asked.workspace AND i.actor_id = asked.actor_id AND i.route = asked.route AND i.key = asked.key)`,
      ]
    : [Prisma.sql`null::text[], null::text[], null::text[]`, Prisma.sql`null::jsonb`];
  return Prisma.sql`
    SELECT asked.place::int AS place, m.id AS "modelId", m.name AS "modelName", m.stage_revision AS "stageRevision",
      w.stages_revision AS "stagesRevision", w.targets_revision AS "targetsRevision",
      v.id AS "versionId", v.status, v.integrity, v.deleted_at IS NOT NULL AS deleted, v.manifest_digest AS "manifestDigest",
      s.stage AS "standsIn", s.promotion_id AS "promotionId", ${occupants.columns},
      EXISTS (SELECT 1 FROM stage_hold h WHERE h.model_id = m.id AND h.lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM quarantine q WHERE q.version_id = v.id AND q.lifted_at IS NULL)
        OR EXISTS (SELECT 1 FROM promotion r WHERE r.model_id = m.id AND r.state IN ('pending', 'scheduled')) AS more,
      ${known} AS known
    FROM unnest(${column((one) => one.workspace)}::text[], ${column((one) => one.model)}::text[], ${numbers}::int[], ${stages}::text[], ${keys})
      WITH ORDINALITY AS asked(workspace, model, version, stage, actor_id, route, key, place)
    JOIN registered_model m ON ${byId ? Prisma.sql`m.id = asked.model` : Prisma.sql`m.name = asked.model`} AND m.workspace = asked.workspace AND m.deleted_at IS NULL
    JOIN workspace w ON w.name = m.workspace
    ${VERSION_ASKED_FOR}
    LEFT JOIN stage_placement s ON s.version_id = v.id AND s.to_at IS NULL
    ${occupants.join}`;
}

interface Occupants {
  readonly name: string;
  readonly columns: Prisma.Sql;
  readonly join: Prisma.Sql;
}

const NOBODY: Occupants = {
  name: 'idle',
  columns: Prisma.sql`null::jsonb AS occupants, null AS "incumbentId", null::int AS "incumbentVersion"`,
  join: Prisma.empty,
};

const ONE: Occupants = {
  name: 'one',
  columns: Prisma.sql`null::jsonb AS occupants, o.version_id AS "incumbentId", o.version AS "incumbentVersion"`,
  join: Prisma.sql`LEFT JOIN stage_placement o ON o.model_id = m.id AND o.stage = asked.stage AND o.to_at IS NULL AND o.exclusive`,
};

const MANY: Occupants = {
  name: 'many',
  columns: Prisma.sql`(SELECT jsonb_agg(jsonb_build_object('versionId', o.version_id, 'version', o.version) ORDER BY o.version) FROM stage_placement o
      WHERE o.workspace = m.workspace AND o.model_id = m.id AND o.stage = asked.stage AND o.to_at IS NULL AND o.version_id <> v.id) AS occupants,
    null AS "incumbentId", null::int AS "incumbentVersion"`,
  join: Prisma.empty,
};

/** The other versions in the target stage: one by the index that keeps it one, a list, or nobody where nobody asks. */
function occupantsOf(target: Stage | null): Occupants {
  if (target === null || isIdleStage(target.key)) return NOBODY;
  return target.occupancy === 'one' ? ONE : MANY;
}
