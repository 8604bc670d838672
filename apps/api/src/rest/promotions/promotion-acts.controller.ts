import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { PromotionCommentView, PromotionView } from '#application/queries/promotion-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, PageQuery, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { PromotionActs } from './promotion-acts.js';
import { ApproveBodyDto, CommentBodyDto, CommentDto, CommentPageDto, DecisionBodyDto, PromotionDto } from './promotions.dto.js';

/** What people do about a promotion that waits: approve, reject, cancel, talk. */
@ApiTags('promotions')
@Controller('api/v1/promotions/:id')
export class PromotionActsController {
  constructor(private readonly acts: PromotionActs) {}

  @Post('approve')
  @HttpCode(200)
  @ApiOperation({ operationId: 'approvePromotion', summary: 'Say yes; applies it where nothing is missing any more' })
  @ApiOkResponse({ type: PromotionDto })
  @Problems(403, 404, 409, 422)
  approve(@Ctx() context: CommandContext, @Param('id') id: string, @Body() body: ApproveBodyDto): Promise<PromotionView> {
    return this.acts.approve(context, id, body);
  }

  @Post('reject')
  @HttpCode(200)
  @ApiOperation({ operationId: 'rejectPromotion', summary: 'Say no; this ends it' })
  @ApiOkResponse({ type: PromotionDto })
  @Problems(403, 404, 409)
  reject(@Ctx() context: CommandContext, @Param('id') id: string, @Body() body: DecisionBodyDto): Promise<PromotionView> {
    return this.acts.reject(context, id, body.comment ?? '');
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelPromotion', summary: 'Take a request back' })
  @ApiOkResponse({ type: PromotionDto })
  @Problems(403, 404, 409)
  cancel(@Ctx() context: CommandContext, @Param('id') id: string, @Body() body: DecisionBodyDto): Promise<PromotionView> {
    return this.acts.cancel(context, id, body.comment ?? '');
  }

  @Post('comments')
  @ApiOperation({ operationId: 'commentPromotion', summary: 'Add a comment' })
  @ApiCreatedResponse({ type: CommentDto })
  @Problems(403, 404)
  comment(@Ctx() context: CommandContext, @Param('id') id: string, @Body() body: CommentBodyDto): Promise<PromotionCommentView> {
    return this.acts.comment(context, id, body.body);
  }

  @Get('comments')
  @Paged()
  @ApiOperation({ operationId: 'listPromotionComments', summary: 'Comments, oldest first' })
  @ApiOkResponse({ type: CommentPageDto })
  @Problems(404)
  comments(@Ctx() context: CommandContext, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<PromotionCommentView>> {
    return this.acts.comments(context, id, pageOf(query));
  }
}
