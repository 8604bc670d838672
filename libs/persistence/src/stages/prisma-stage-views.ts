import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import { can, readableRegexes } from '#domain/access/authorize';
import { invalid } from '#domain/errors/slipway-error';
import { stageKey } from '#domain/registry/stage-name';
import { CursorCodec } from '#application/ports/cursor-codec';
import {
  StageViews,
  type BoardStageView,
  type HistoryQuery,
  type OverviewView,
  type PlacementView,
  type StageAtView,
} from '#application/queries/stage-views';
import { notFound } from '#application/shared/access';
import type { Page, PageRequest } from '#application/shared/page';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { isModelId } from '../core/model-reference.js';
import { isOfModelNamed } from '../core/models-named.js';
import { nameHelps, nameMatches } from '../core/name-matches.js';
import { Prisma } from '../generated/client.js';

/** None and Archived grow without bound; a board column and an instant show this many of the latest. */
const STANDING_SHOWN = 100;

interface ModelRow {
  readonly id: string;
  readonly now: Date;
}

type PlacementJson = Omit<PlacementView, 'from' | 'to'> & { readonly from: string; readonly to: string | null };
type HoldJson = Omit<NonNullable<StageAtView['hold']>, 'since'> & { readonly since: string };

interface StageRow extends Pick<BoardStageView, 'stage' | 'ordinal' | 'occupancy' | 'protected' | 'boundAlias'> {
  readonly versions: readonly PlacementJson[] | null;
  readonly hold: HoldJson | null;
  readonly openRequests: readonly (Omit<BoardStageView['openRequests'][number], 'createdAt'> & { readonly createdAt: string })[] | null;
  readonly quarantines: readonly (Omit<BoardStageView['quarantines'][number], 'since'> & { readonly since: string })[] | null;
}

/** A placement's columns as they were known at an instant (null: now). */
function placementAt(instant: Date | null): Prisma.Sql {
  const verified = instant === null ? Prisma.sql`p.verified_at IS NOT NULL` : Prisma.sql`coalesce(p.verified_at <= ${instant}, false)`;
  return Prisma.sql`
    p.version, p.stage, p.from_at AS "from", p.to_at AS "to", p.kind, p.promotion_id AS "promotionId", ${verified} AS verified,
    (coalesce(r.decided_by, r.requester) - 'personId') AS by, r.door, r.reason`;
}

const HOLD = Prisma.sql`jsonb_build_object('reason', h.reason, 'by', h.actor, 'since', h.created_at, 'promotionId', h.promotion_id)`;

/** The stage screens, each one statement, all from `stage_placement`. */
@Injectable()
export class PrismaStageViews extends StageViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async board(workspace: string, actor: Actor, model: string) {
    const found = await this.model(workspace, actor, model, false);
    const rows = await reading(
      () => this.database.client.$queryRaw<StageRow[]>`
        SELECT d.name AS stage, d.ordinal, d.occupancy, d.protected, d.bound_alias AS "boundAlias", ${standing(found.id, null, Prisma.sql`ARRAY[d.name]`)} AS versions,
          (SELECT ${HOLD} FROM stage_hold h WHERE h.model_id = ${found.id} AND h.stage = d.name AND h.lifted_at IS NULL) AS hold,
          (SELECT jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'state', r.state, 'requester', r.requester - 'personId', 'createdAt', r.created_at) ORDER BY r.created_at)
            FROM promotion r WHERE r.model_id = ${found.id} AND r.to_stage = d.name AND r.state IN ('pending', 'scheduled')) AS "openRequests",
          (SELECT jsonb_agg(jsonb_build_object('version', q.version, 'incident', q.incident, 'reason', q.reason, 'since', q.created_at) ORDER BY q.created_at)
            FROM quarantine q WHERE q.model_id = ${found.id} AND q.stage = d.name AND q.lifted_at IS NULL) AS quarantines
        FROM stage_definition d WHERE d.workspace = ${workspace} ORDER BY d.ordinal`,
    );
    const stages = rows.map((row): BoardStageView => ({
      ...atView(row, found.now),
      ordinal: row.ordinal,
      occupancy: row.occupancy,
      protected: row.protected,
      boundAlias: row.boundAlias,
      openRequests: (row.openRequests ?? []).map((one) => ({ ...one, createdAt: new Date(one.createdAt) })),
      quarantines: (row.quarantines ?? []).map((one) => ({ ...one, since: new Date(one.since) })),
    }));
    return { modelId: found.id, stages };
  }

  override async at(workspace: string, actor: Actor, model: string, stage: string, instant: Date | null) {
    const found = await this.model(workspace, actor, model, true);
    if (instant !== null && instant > found.now) {
      throw invalid('at', 'future', `"at" lies in the future; it is ${found.now.toISOString()} now.`);
    }
    const names = await this.spellings(workspace, found.id, stage);
    const [name] = names;
    if (name === undefined) throw notFound(`stage "${stage}"`);
    const rows = await reading(
      () => this.database.client.$queryRaw<Omit<StageRow, 'stage'>[]>`
        SELECT ${standing(found.id, instant, Prisma.sql`${names}::text[]`)} AS versions,
          (SELECT ${HOLD} FROM stage_hold h WHERE h.model_id = ${found.id} AND h.stage = ANY(${names}) AND ${
            instant === null
              ? Prisma.sql`h.lifted_at IS NULL`
              : Prisma.sql`h.created_at <= ${instant} AND (h.lifted_at IS NULL OR h.lifted_at > ${instant})`
          } ORDER BY h.created_at DESC LIMIT 1) AS hold`,
    );
    const { versions = null, hold = null } = rows[0] ?? {};
    return { modelId: found.id, view: atView({ stage: name, versions, hold }, instant ?? found.now) };
  }

  override async history(workspace: string, actor: Actor, model: string, query: HistoryQuery): Promise<Page<PlacementView>> {
    const found = await this.model(workspace, actor, model, true);
    const scope = `history ${found.id} ${query.stage === undefined ? '' : stageKey(query.stage)}`;
    const names = query.stage === undefined ? null : await this.spellings(workspace, found.id, query.stage);
    const after = query.cursor === undefined ? null : this.cursors.decode(scope, query.cursor);
    const rows = await reading(
      () => this.database.slow.$queryRaw<(PlacementView & { id: string })[]>`
        SELECT p.id, ${placementAt(null)}
        FROM (${names === null ? stagesEver(found.id) : Prisma.sql`SELECT unnest(${names}::text[]) AS name`}) s CROSS JOIN LATERAL (
          SELECT p.* FROM stage_placement p WHERE p.model_id = ${found.id} AND p.stage = s.name
            ${after === null ? Prisma.empty : beyond(new Date(Number(after[0])), String(after[1]))}
          ORDER BY p.from_at DESC, p.id DESC LIMIT ${query.limit + 1}) p
        LEFT JOIN promotion r ON r.id = p.promotion_id
        ORDER BY p.from_at DESC, p.id DESC LIMIT ${query.limit + 1}`,
    );
    const shown = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(({ id: _id, ...placement }) => placement),
      nextCursor: last === undefined ? null : this.cursors.encode(scope, [last.from.getTime(), last.id]),
    };
  }

  override async overview(workspace: string, actor: Actor, page: PageRequest): Promise<Page<OverviewView>> {
    const regexes = readableRegexes(actor);
    // Names that begin alike are a range of the index in the order of the page; others are found first.
    const readable =
      regexes === 'all'
        ? null
        : nameHelps(workspace, regexes).length === 0
          ? nameMatches(Prisma.sql`m.name`, regexes)
          : await reading(() => isOfModelNamed(this.database.slow, workspace, Prisma.sql`m.id`, regexes));
    const after = page.cursor === undefined ? null : this.cursors.decode('overview', page.cursor);
    const rows = await reading(
      () => this.database.slow.$queryRaw<
        (Omit<OverviewView, 'stages'> & { stages: { stage: string; version: number; since: string; held: boolean }[] | null })[]
      >`
        SELECT m.name AS model, m.id AS "modelId",
          (SELECT jsonb_agg(jsonb_build_object('stage', p.stage, 'version', p.version, 'since', p.from_at, 'held', h.stage IS NOT NULL) ORDER BY d.ordinal, p.version)
            FROM stage_definition d JOIN stage_placement p ON p.workspace = d.workspace AND p.stage = d.name AND p.model_id = m.id AND p.to_at IS NULL
            LEFT JOIN stage_hold h ON h.model_id = p.model_id AND h.stage = p.stage AND h.lifted_at IS NULL
            WHERE d.workspace = m.workspace AND d.key NOT IN ('none', 'archived')) AS stages
        FROM registered_model m WHERE m.workspace = ${workspace} AND m.deleted_at IS NULL
          ${readable === null ? Prisma.empty : Prisma.sql`AND ${readable}`}
          ${after === null ? Prisma.empty : Prisma.sql`AND m.name > ${String(after[0])}`}
        ORDER BY m.name LIMIT ${page.limit + 1}`,
    );
    const shown = rows.slice(0, page.limit);
    const last = rows.length > page.limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => ({ ...row, stages: (row.stages ?? []).map((one) => ({ ...one, since: new Date(one.since) })) })),
      nextCursor: last === undefined ? null : this.cursors.encode('overview', [last.model]),
    };
  }

  /** The stage's present name first, then every other spelling under which versions of the model ever stood in it: stages come and go. */
  private async spellings(workspace: string, modelId: string, stage: string): Promise<string[]> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ name: string }[]>`
        SELECT name FROM stage_definition WHERE workspace = ${workspace}
        UNION ALL SELECT name FROM (${stagesEver(modelId)}) past`,
    );
    const key = stageKey(stage);
    return [...new Set(rows.map((row) => row.name).filter((name) => stageKey(name) === key))];
  }

  /** `evenDeleted`: history and any instant answer for a deleted model too, by its id. */
  private async model(workspace: string, actor: Actor, reference: string, evenDeleted: boolean): Promise<ModelRow> {
    const byId = isModelId(reference);
    const [row] = await reading(
      () => this.database.client.$queryRaw<(ModelRow & { name: string })[]>`
        SELECT m.id, m.name, date_trunc('milliseconds', clock_timestamp()) AS now FROM registered_model m WHERE m.workspace = ${workspace}
          AND ${byId ? Prisma.sql`m.id = ${reference}` : Prisma.sql`m.name = ${reference}`} ${byId && evenDeleted ? Prisma.empty : Prisma.sql`AND m.deleted_at IS NULL`}`,
    );
    if (row === undefined || !can(actor, 'model.read', row.name)) throw notFound(`model "${reference}"`);
    return row;
  }
}

/** Every stage in which versions of a model ever stood, from one entry of the index to the next stage's: placements may be many. */
function stagesEver(modelId: string): Prisma.Sql {
  return Prisma.sql`
    WITH RECURSIVE stood AS (
      SELECT min(p.stage) AS name FROM stage_placement p WHERE p.model_id = ${modelId}
      UNION ALL SELECT (SELECT min(p.stage) FROM stage_placement p WHERE p.model_id = ${modelId} AND p.stage > stood.name) FROM stood WHERE stood.name IS NOT NULL)
    SELECT name FROM stood WHERE name IS NOT NULL`;
}

/** After a position of the history; the bound on the time alone is one of the index. */
function beyond(from: Date, id: string): Prisma.Sql {
  return Prisma.sql`AND p.from_at <= ${from} AND (p.from_at, p.id) < (${from}, ${id})`;
}

/**
 * The latest placements of a model in a stage, under any of its spellings, at an instant (null: now), latest first. Of each spelling as many as
 * are shown, by the index that holds them in this order: what stands still by one, what has ended since by the other, which steps over what had ended.
 */
function standing(modelId: string, instant: Date | null, stages: Prisma.Sql): Prisma.Sql {
  const some = (open: Prisma.Sql): Prisma.Sql => Prisma.sql`(SELECT p.* FROM stage_placement p
    WHERE p.model_id = ${modelId} AND p.stage = spelling.name AND ${open} ORDER BY p.from_at DESC LIMIT ${STANDING_SHOWN + 1})`;
  const stood =
    instant === null
      ? some(Prisma.sql`p.to_at IS NULL`)
      : Prisma.sql`(${some(Prisma.sql`p.from_at <= ${instant} AND p.to_at IS NULL`)} UNION ALL ${some(Prisma.sql`p.from_at <= ${instant} AND p.to_at > ${instant}`)})`;
  return Prisma.sql`(SELECT jsonb_agg(to_jsonb(s) ORDER BY s."from" DESC, s.version DESC) FROM (
    SELECT ${placementAt(instant)} FROM unnest(${stages}) AS spelling(name) CROSS JOIN LATERAL ${stood} p
    LEFT JOIN promotion r ON r.id = p.promotion_id ORDER BY p.from_at DESC, p.version DESC LIMIT ${STANDING_SHOWN + 1}) s)`;
}

function atView(row: Pick<StageRow, 'stage' | 'versions' | 'hold'>, asOf: Date): StageAtView {
  const versions = row.versions ?? [];
  return {
    stage: row.stage,
    versions: versions
      .slice(0, STANDING_SHOWN)
      .map((one) => ({ ...one, from: new Date(one.from), to: one.to === null ? null : new Date(one.to) })),
    truncated: versions.length > STANDING_SHOWN,
    hold: row.hold === null ? null : { ...row.hold, since: new Date(row.hold.since) },
    asOf,
  };
}
