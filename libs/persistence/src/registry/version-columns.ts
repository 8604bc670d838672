import type { ActorView } from '#application/queries/promotion-views';
import type { CheckView, VersionView } from '#application/queries/version-views';
import { Prisma } from '../generated/client.js';

/** A version as the database answers it: the view, but for what JSON cannot carry and for the creator's columns. */
export interface VersionRow extends Omit<VersionView, 'checks' | 'creator' | 'stage'> {
  readonly stage: string | null;
  readonly checks: readonly (Omit<CheckView, 'reportedAt'> & { readonly reportedAt: string })[] | null;
  readonly creatorType: string;
  readonly creatorId: string;
  readonly creatorName: string;
  readonly deleted: boolean;
  /** Only where rows of several questions came together. */
  readonly place?: number;
}

/**
 * All that a version is shown with, as columns of one query over `m` (its model) and `v`: each table around it is one aggregate by its
 * primary key, so a version is one round trip. json and not jsonb: it keeps doubles as they are written and NaN as a string.
 */
export const VERSION_VIEW_COLUMNS = Prisma.sql`
  v.id, m.name AS model, m.id AS "modelId", v.version,
  (SELECT p.stage FROM stage_placement p WHERE p.version_id = v.id AND p.to_at IS NULL) AS stage,
  v.status, v.status_message AS "statusMessage", v.integrity, v.source, v.run_id AS "runId", v.run_link AS "runLink", v.description,
  ARRAY(SELECT a.alias FROM model_alias a WHERE a.version_id = v.id ORDER BY a.alias) AS aliases,
  (SELECT json_object_agg(t.key, t.value ORDER BY t.key) FROM version_tag t WHERE t.version_id = v.id) AS tags,
  (SELECT json_object_agg(x.key, x.value ORDER BY x.key) FROM version_metric x WHERE x.version_id = v.id) AS metrics,
  (SELECT json_object_agg(x.key, x.value ORDER BY x.key) FROM version_param x WHERE x.version_id = v.id) AS params,
  (SELECT json_agg(json_build_object('name', c.name, 'status', c.status, 'summary', c.summary, 'url', c.url, 'reporter', c.reporter,
      'reportedAt', c.reported_at) ORDER BY c.name) FROM version_check c WHERE c.version_id = v.id) AS checks,
  v.lineage, v.manifest_digest AS "manifestDigest", v.artifact_bytes::double precision AS "artifactBytes",
  v.creator_type AS "creatorType", v.creator_id AS "creatorId", v.creator_name AS "creatorName",
  v.revision, v.created_at AS "createdAt", v.updated_at AS "updatedAt", v.deleted_at IS NOT NULL AS deleted`;

/**
 * Joins the version `v` that is asked for by model `m` and number to rows `asked`. By itself, so that the index is asked for both: joined plainly the
 * server may read all versions of the model and pick one, and there may be a hundred thousand.
 */
export const VERSION_ASKED_FOR = Prisma.sql`
  LEFT JOIN LATERAL (SELECT one.* FROM model_version one WHERE one.model_id = m.id AND one.version = asked.version OFFSET 0) v ON true`;

/** The view of a row. */
export function versionView(row: VersionRow): VersionView {
  const { checks, creatorType, creatorId, creatorName, deleted: _deleted, place: _place, ...rest } = row;
  const creator: ActorView = { type: creatorType, id: creatorId, name: creatorName };
  return {
    ...rest,
    // Only a deleted version stands nowhere.
    stage: row.stage ?? 'None',
    tags: row.tags ?? {},
    metrics: row.metrics ?? {},
    params: row.params ?? {},
    checks: (checks ?? []).map((check) => ({ ...check, reportedAt: new Date(check.reportedAt) })),
    creator,
  };
}
