import { Injectable } from '@nestjs/common';
import { matches } from '#domain/access/pattern';
import { stageKey } from '#domain/registry/stage-name';
import { LiveViews, type LiveTarget, type LiveView } from '#application/queries/live-views';
import { Database } from '../core/database.js';
import { Prisma } from '../generated/client.js';
import { reading } from '../core/database-error.js';

interface Row extends LiveTarget {
  readonly stage: string;
  readonly models: string;
  readonly model: string;
  /** Whether the target was there at the instant. */
  readonly living: boolean;
}

/**
 * What runs, from the newest successful deployment per target. Targets that were deleted or no longer speak of the model do not count, unless
 * none is left: then what was reported last still stands, because nobody has reported anything else since.
 */
@Injectable()
export class PrismaLiveViews extends LiveViews {
  constructor(private readonly database: Database) {
    super();
  }

  override async liveOf(modelId: string, stages: readonly string[], instant: Date | null): Promise<readonly LiveView[]> {
    const keys = stages.map(stageKey);
    // Stage by stage as they were spelled when they were deployed to: an entry of the index each, however many deployments there are.
    const rows = await reading(
      () => this.database.client.$queryRaw<Row[]>`
        WITH RECURSIVE deployed AS (
          SELECT min(o.stage) AS stage FROM deployment o WHERE o.model_id = ${modelId}
          UNION ALL SELECT (SELECT min(o.stage) FROM deployment o WHERE o.model_id = ${modelId} AND o.stage > deployed.stage) FROM deployed WHERE deployed.stage IS NOT NULL)
        SELECT t.id, t.name, t.models, m.name AS model, lower(t.stage) AS stage, d.version, d.finished_at AS at,
          t.deleted_at IS NULL OR t.deleted_at > ${instant}::timestamptz AS living
        FROM registered_model m JOIN deploy_target t ON t.workspace = m.workspace AND lower(t.stage) = ANY(${keys})
          AND (${instant}::timestamptz IS NULL OR t.created_at <= ${instant}::timestamptz)
        LEFT JOIN LATERAL (SELECT o.version, o.finished_at FROM deployed s CROSS JOIN LATERAL (
            SELECT o.version, o.finished_at, o.generation FROM deployment o
            WHERE o.model_id = m.id AND o.stage = s.stage AND o.target_id = t.id AND o.state = 'succeeded'
              ${instant === null ? Prisma.empty : Prisma.sql`AND o.finished_at <= ${instant}`}
            ORDER BY o.generation DESC LIMIT 1) o
          WHERE lower(s.stage) = lower(t.stage) ORDER BY o.generation DESC LIMIT 1) d ON true
        WHERE m.id = ${modelId} ORDER BY t.name, t.id`,
    );
    const matching = rows.filter((row) => matches(row.models, row.model));
    return stages.map((stage, index) => viewOf(stage, thatCount(matching.filter((row) => row.stage === keys[index]))));
  }
}

/** The living targets; where none is left the one that reported last. */
function thatCount(rows: readonly Row[]): readonly Row[] {
  const living = rows.filter((row) => row.living);
  if (living.length > 0) return living;
  const time = ({ at }: Row): number => at?.getTime() ?? 0;
  return rows
    .filter((row) => row.at !== null)
    .toSorted((one, other) => time(other) - time(one))
    .slice(0, 1);
}

function viewOf(stage: string, rows: readonly Row[]): LiveView {
  const targets = rows.map(({ id, name, version, at }) => ({ id, name, version, at }));
  const [first] = targets;
  const agreed = first !== undefined && first.version !== null && targets.every((target) => target.version === first.version);
  if (!agreed) return { stage, version: null, at: null, targets };
  const times = targets.flatMap(({ at }) => (at === null ? [] : [at.getTime()]));
  return { stage, version: first.version, at: new Date(Math.max(...times)), targets };
}
