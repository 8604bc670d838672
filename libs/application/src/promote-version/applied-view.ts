import { actorRef } from '#domain/access/actor';
import type { Move } from '#domain/promotion/move';
import type { PromotionView } from '#application/queries/promotion-views';
import type { CommandContext } from '#application/shared/command-context';

/**
 * A promotion that was applied at once, as the read model would show it right after: all of it is known to whoever applied it, so nobody has
 * to read it back. Null where deployments belong to it, whose state the database decides.
 */
export function appliedView(
  context: CommandContext,
  model: { readonly id: string; readonly name: string },
  move: Move,
  at: Date,
): PromotionView | null {
  if (move.deployTargets.length > 0) return null;
  const { type, id, name } = actorRef(context.actor);
  return {
    id: move.promotionId,
    model: model.name,
    modelId: model.id,
    version: move.version,
    kind: move.kind,
    state: 'applied',
    fromStage: move.fromStage,
    toStage: move.toStage,
    reason: move.reason,
    archiveExisting: move.archiveExisting,
    allowEmpty: move.allowEmpty,
    incumbentVersion: move.incumbentVersion,
    rollbackFrom: move.rollbackFrom,
    incident: move.incident,
    archivedVersions: move.archived.map((one) => one.version),
    requester: { type, id, name },
    door: context.door,
    client: context.client,
    requestId: context.requestId,
    decidedBy: null,
    decisionReason: null,
    supersededBy: null,
    createdAt: at,
    expiresAt: null,
    closedAt: at,
    appliedAt: at,
    approvals: [],
    deployments: [],
  };
}
