import { Injectable } from '@nestjs/common';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Ids } from '#application/ports/ids';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { dataOf, decidingPerson } from '#application/approve-promotion/approve-promotion';
import { closePromotion } from '#application/shared/close-promotion';
import type { CommandContext } from '#application/shared/command-context';
import { Journal } from '#application/ports/journal';
import { replayOf } from '#application/shared/idempotency';
import { OpenPromotions } from '#application/shared/open-promotions';

export interface RejectPromotionCommand {
  readonly promotionId: string;
  readonly comment: string;
}

/** One person's no: it ends the promotion. */
@Injectable()
export class RejectPromotion {
  constructor(
    private readonly open: OpenPromotions,
    private readonly promotions: PromotionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError NOT_FOUND; PERMISSION_DENIED for whoever could not apply it; INVALID_STATE when it no longer waits. */
  async execute(context: CommandContext, { promotionId, comment }: RejectPromotionCommand): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.open.visible(context, promotionId, tx);
      const known = await this.idempotency.claim(tx, context, { status: 200, resourceType: 'promotion', resourceId: promotionId });
      if (known !== null) return void replayOf(context.idempotency, known);
      const request = await this.open.lock(context, promotionId, tx);
      const personId = decidingPerson(context.actor, request, 'reject');
      const at = await closePromotion({ promotions: this.promotions, journal: this.journal }, tx, context, request.stored, {
        act: 'reject',
        event: 'promotion.rejected',
        action: 'promotion.reject',
        reason: comment,
        data: dataOf(request.stored),
      });
      const id = this.ids.next('apr');
      await this.promotions.recordApproval(tx, { id, promotionId, personId, decision: 'reject', comment, bound: {} }, context, at);
    });
    this.signal.wake();
  }
}
