import { Injectable } from '@nestjs/common';
import { dataOf } from '#application/approve-promotion/approve-promotion';
import { EffectsSignal } from '#application/ports/effects-signal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requirePermission } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { OpenPromotions } from '#application/shared/open-promotions';

export interface CommentPromotionCommand {
  readonly promotionId: string;
  readonly body: string;
}

/** Adds a comment to a promotion in any state. */
@Injectable()
export class CommentPromotion {
  constructor(
    private readonly open: OpenPromotions,
    private readonly promotions: PromotionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @returns the comment's id; a repeat under the same idempotency key gives the first one's.
   * @throws SlipwayError NOT_FOUND; PERMISSION_DENIED.
   */
  async execute(context: CommandContext, { promotionId, body }: CommentPromotionCommand): Promise<string> {
    const written = await this.unitOfWork.run(async (tx) => {
      const stored = await this.open.visible(context, promotionId, tx);
      requirePermission(context.actor, 'promotion.comment', stored.model, stored.model);
      const id = this.ids.next('cmt');
      const known = await this.idempotency.claim(tx, context, { status: 201, resourceType: 'promotion_comment', resourceId: id });
      if (known !== null) return replayOf(context.idempotency, known).resourceId;
      const data = { ...dataOf(stored), commentId: id, body };
      const createdAt = await this.journal.record(tx, context, {
        modelId: stored.modelId,
        events: [{ type: 'promotion.commented', stage: stored.toStage, data }],
        audit: [{ action: 'promotion.comment', outcome: 'done', objectType: 'promotion', objectId: stored.id, data: { commentId: id } }],
      });
      await this.promotions.addComment(tx, stored.id, id, body, context, createdAt);
      return id;
    });
    this.signal.wake();
    return written;
  }
}
