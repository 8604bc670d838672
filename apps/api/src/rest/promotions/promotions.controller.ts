import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { PromotionViews, type PromotionView } from '#application/queries/promotion-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { PromotionAnswer } from './promotion-answer.js';
import { CreatePromotionDto, ForecastDto, PromotionDto, PromotionListQuery, PromotionPageDto } from './promotions.dto.js';

/** Promotions: asked for, seen, listed. */
@ApiTags('promotions')
@Controller('api/v1')
export class PromotionsController {
  constructor(
    private readonly answer: PromotionAnswer,
    private readonly views: PromotionViews,
  ) {}

  @Post('promotions')
  @ApiOperation({ operationId: 'createPromotion', summary: 'Move a version into a stage' })
  @ApiExtraModels(ForecastDto, PromotionDto)
  @ApiCreatedResponse({ type: PromotionDto, description: 'Applied' })
  @ApiAcceptedResponse({ type: PromotionDto, description: 'Waits; your own open request where there is one' })
  @ApiOkResponse({
    description: 'Already there (the standing promotion), or the answer to a dry run',
    schema: { oneOf: [{ $ref: getSchemaPath(PromotionDto) }, { $ref: getSchemaPath(ForecastDto) }] },
  })
  @Problems(403, 404, 409, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreatePromotionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromotionView | ForecastDto> {
    return this.answer.create(context, body, reply);
  }

  @Get('promotions')
  @Paged()
  @ApiOperation({ operationId: 'listPromotions', summary: 'Promotions, newest first' })
  @ApiOkResponse({ type: PromotionPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: PromotionListQuery): Promise<Page<PromotionView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('promotions/:id')
  @ApiOperation({ operationId: 'getPromotion', summary: 'One promotion' })
  @ApiOkResponse({ type: PromotionDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<PromotionView> {
    return this.answer.find(context, id);
  }
}
