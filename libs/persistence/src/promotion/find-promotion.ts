import type { StoredPromotion } from '#application/ports/promotion-store';
import type { Sql } from '../core/database.js';

interface Row extends Omit<StoredPromotion, 'wish' | 'requesterPersonId' | 'requesterIsPerson'> {
  readonly requester: { readonly type: string; readonly id: string; readonly personId?: string | null };
  readonly reason: string;
  readonly archiveExisting: boolean;
  readonly allowEmpty: boolean;
  readonly incident: string | null;
  readonly expectsIncumbent: boolean;
  readonly expectedIncumbent: number | null;
  readonly single: boolean;
}

/** One promotion by its id, with the model's present name, or null. */
export async function findPromotion(sql: Sql, workspace: string, id: string): Promise<StoredPromotion | null> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT p.id, p.model_id AS "modelId", m.name AS model, p.version, p.version_id AS "versionId", p.state, p.kind, p.from_stage AS "fromStage",
      p.to_stage AS "toStage", p.requester_id AS "requesterId", p.requester, p.reason, p.archive_existing AS "archiveExisting",
      p.allow_empty AS "allowEmpty", p.incident, p.expects_incumbent AS "expectsIncumbent", p.expected_incumbent AS "expectedIncumbent", coalesce(d.occupancy = 'one', false) AS single
    FROM promotion p JOIN registered_model m ON m.id = p.model_id
    LEFT JOIN stage_definition d ON d.workspace = p.workspace AND d.name = p.to_stage
    WHERE p.id = ${id} AND p.workspace = ${workspace}`;
  const [row] = rows;
  if (row === undefined) return null;
  const { requester, reason, archiveExisting, allowEmpty, incident, expectsIncumbent, expectedIncumbent, single, ...rest } = row;
  return {
    ...rest,
    requesterPersonId: requester.personId ?? requester.id,
    requesterIsPerson: requester.type === 'user',
    wish: {
      reason,
      allowEmpty,
      // In a single-occupancy stage archiving is the rule and not a wish; into None and Archived it may not be wished.
      ...(single || !archiveExisting ? {} : { archiveExisting }),
      ...(expectsIncumbent ? { expectedIncumbent } : {}),
      ...(incident === null ? {} : { incident }),
    },
  };
}
