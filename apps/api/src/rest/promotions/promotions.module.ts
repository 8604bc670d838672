import { Module } from '@nestjs/common';
import { ApprovePromotion } from '#application/approve-promotion/approve-promotion';
import { CancelPromotion } from '#application/cancel-promotion/cancel-promotion';
import { CommentPromotion } from '#application/comment-promotion/comment-promotion';
import { PromoteVersion } from '#application/promote-version/promote-version';
import { RejectPromotion } from '#application/reject-promotion/reject-promotion';
import { MoveWriter } from '#application/shared/move-writer';
import { OpenPromotions } from '#application/shared/open-promotions';
import { PromotionActs } from './promotion-acts.js';
import { PromotionActsController } from './promotion-acts.controller.js';
import { PromotionAnswer } from './promotion-answer.js';
import { PromotionsController } from './promotions.controller.js';

@Module({
  controllers: [PromotionsController, PromotionActsController],
  providers: [
    ApprovePromotion,
    CancelPromotion,
    CommentPromotion,
    MoveWriter,
    OpenPromotions,
    PromoteVersion,
    PromotionActs,
    PromotionAnswer,
    RejectPromotion,
  ],
})
export class PromotionsModule {}
