import { Injectable } from '@nestjs/common';
import { approvalIdentity } from '#domain/access/actor';
import { can, permissionDenied } from '#domain/access/authorize';
import { dataOf } from '#application/approve-promotion/approve-promotion';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { closePromotion } from '#application/shared/close-promotion';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { OpenPromotions } from '#application/shared/open-promotions';

export interface CancelPromotionCommand {
  readonly promotionId: string;
  readonly reason: string;
}

/** Takes a request back: its requester may, the person behind an automated requester, and managers of the model. */
@Injectable()
export class CancelPromotion {
  constructor(
    private readonly open: OpenPromotions,
    private readonly promotions: PromotionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError NOT_FOUND; PERMISSION_DENIED; INVALID_STATE when it no longer waits. */
  async execute(context: CommandContext, { promotionId, reason }: CancelPromotionCommand): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      await this.open.visible(context, promotionId, tx);
      const known = await this.idempotency.claim(tx, context, { status: 200, resourceType: 'promotion', resourceId: promotionId });
      if (known !== null) return void replayOf(context.idempotency, known);
      const stored = await this.open.lockOpen(context, promotionId, tx);
      const { actor } = context;
      const own = stored.requesterId === actor.id || stored.requesterPersonId === approvalIdentity(actor);
      if (!own && !can(actor, 'promotion.cancel', stored.model)) throw permissionDenied('promotion.cancel', stored.model);
      await closePromotion({ promotions: this.promotions, journal: this.journal }, tx, context, stored, {
        act: 'cancel',
        event: 'promotion.cancelled',
        action: 'promotion.cancel',
        reason,
        data: dataOf(stored),
      });
    });
    this.signal.wake();
  }
}
