import { Module } from '@nestjs/common';
import { PromoteVersion } from '#application/promote-version/promote-version';
import { MoveWriter } from '#application/shared/move-writer';
import { PromotionAnswer } from './promotion-answer.js';
import { PromotionsController } from './promotions.controller.js';

@Module({ controllers: [PromotionsController], providers: [PromoteVersion, MoveWriter, PromotionAnswer] })
export class PromotionsModule {}
