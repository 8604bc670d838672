import type { Ids } from '#application/ports/ids';
import type { MoveApplication } from '#application/ports/promotion-store';
import { currentTraceparent } from '#platform/tracing/tracing';
import { contextOf } from '../core/context-json.js';
import type { Placed } from '../core/gathered.js';
import { eventsOf } from '../core/prisma-journal.js';
import { Prisma } from '../generated/client.js';
import { hasEffects } from './apply-move.js';
import type { Run } from './run.js';

/** A decided move with what of its request is known only where it was made. */
export interface GatheredMove {
  readonly application: MoveApplication;
  readonly traceparent: string | null;
}

/** More than so many take long enough that others should not wait for them. */
const MOST_ARCHIVED = 10;

/**
 * Whether a move may be applied together with others: a promotion with nothing beside its placements, few of them, not an approved request, and with no
 * idempotency key, because another transaction may hold that.
 */
export function mayBeGathered({ context, expectedState, move }: MoveApplication): boolean {
  return expectedState === null && context.idempotency === null && move.archived.length <= MOST_ARCHIVED && !hasEffects(move);
}

/** A move with all that the database function needs to know of it. */
export function gatheredMove(application: MoveApplication): GatheredMove {
  return { application, traceparent: currentTraceparent() };
}

/**
 * Applies moves of different models in one transaction, by the database function `slipway_apply_moves`. What it leaves without an answer, because somebody
 * holds the model or it has changed, is to be decided again. It waits for nobody's model.
 * @throws what the driver throws; then none is applied, unless the connection was lost.
 */
export async function applyMoves(run: Run, ids: Ids, moves: readonly GatheredMove[]): Promise<readonly Placed<{ readonly at: Date }>[]> {
  const given = JSON.stringify(moves.map((move) => moveJson(ids, move)));
  const rows = await run<{ readonly id: string; readonly at: Date }>(
    'apply-moves',
    Prisma.sql`SELECT id, at FROM slipway_apply_moves(${given}::jsonb)`,
  );
  const times = new Map(rows.map(({ id, at }) => [id, at]));
  return moves.flatMap(({ application }, index) => {
    const at = times.get(application.move.promotionId);
    return at === undefined ? [] : [{ place: index + 1, at }];
  });
}

function moveJson(ids: Ids, { application, traceparent }: GatheredMove): object {
  const { context, facts, move, events, audit } = application;
  return {
    workspace: context.workspace,
    model_id: facts.model.id,
    stage_revision: facts.model.stageRevision,
    stages_revision: facts.stagesRevision,
    targets_revision: facts.targetsRevision,
    id: move.promotionId,
    versions: [move.versionId, ...move.archived.map((one) => one.versionId)],
    numbers: [move.version, ...move.archived.map((one) => one.version)],
    kind: move.kind,
    from_stage: move.fromStage,
    to_stage: move.toStage,
    exclusive: move.exclusive,
    verified: move.deployTargets.length === 0,
    reason: move.reason,
    archive_existing: move.archiveExisting,
    allow_empty: move.allowEmpty,
    incumbent: move.incumbentVersion,
    rollback_from: move.rollbackFrom,
    incident: move.incident,
    manifest_digest: move.manifestDigest,
    actor_id: context.actor.id,
    door: context.door,
    client: context.client,
    request_id: context.requestId,
    context: contextOf(context),
    events: eventsOf(ids, context, events),
    audit: { ...audit, id: ids.next('aud') },
    traceparent,
  };
}
