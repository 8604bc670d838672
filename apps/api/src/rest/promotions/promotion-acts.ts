import { Injectable } from '@nestjs/common';
import { ApprovePromotion } from '#application/approve-promotion/approve-promotion';
import { CancelPromotion } from '#application/cancel-promotion/cancel-promotion';
import { CommentPromotion } from '#application/comment-promotion/comment-promotion';
import { PromotionViews, type PromotionCommentView, type PromotionView } from '#application/queries/promotion-views';
import { RejectPromotion } from '#application/reject-promotion/reject-promotion';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import type { Page, PageRequest } from '#application/shared/page';
import type { ApproveBodyDto } from './promotions.dto.js';
import { PromotionAnswer } from './promotion-answer.js';

/** Carries an act out and renders the promotion as it is afterwards. */
@Injectable()
export class PromotionActs {
  constructor(
    private readonly approvePromotion: ApprovePromotion,
    private readonly rejectPromotion: RejectPromotion,
    private readonly cancelPromotion: CancelPromotion,
    private readonly commentPromotion: CommentPromotion,
    private readonly answer: PromotionAnswer,
    private readonly views: PromotionViews,
  ) {}

  async approve(context: CommandContext, promotionId: string, { comment = '', expectedIncumbent }: ApproveBodyDto): Promise<PromotionView> {
    const seen = expectedIncumbent === undefined ? {} : { expectedIncumbent };
    await this.approvePromotion.execute(context, { promotionId, comment, ...seen });
    return this.answer.find(context, promotionId);
  }

  async reject(context: CommandContext, promotionId: string, comment: string): Promise<PromotionView> {
    await this.rejectPromotion.execute(context, { promotionId, comment });
    return this.answer.find(context, promotionId);
  }

  async cancel(context: CommandContext, promotionId: string, reason: string): Promise<PromotionView> {
    await this.cancelPromotion.execute(context, { promotionId, reason });
    return this.answer.find(context, promotionId);
  }

  async comment(context: CommandContext, promotionId: string, body: string): Promise<PromotionCommentView> {
    const id = await this.commentPromotion.execute(context, { promotionId, body });
    const view = await this.views.comment(context.workspace, id);
    if (view === null) throw notFound(`comment "${id}"`);
    return view;
  }

  async comments(context: CommandContext, promotionId: string, page: PageRequest): Promise<Page<PromotionCommentView>> {
    await this.answer.find(context, promotionId);
    return this.views.comments(context.workspace, promotionId, page);
  }
}
