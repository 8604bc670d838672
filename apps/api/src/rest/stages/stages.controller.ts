import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { HoldStage } from '#application/hold-stage/hold-stage';
import { LiftQuarantine } from '#application/lift-quarantine/lift-quarantine';
import type { PromotionView } from '#application/queries/promotion-views';
import { StageViews, type BoardStageView, type OverviewView, type PlacementView, type StageAtView } from '#application/queries/stage-views';
import { ReadStages, type WithLive } from '#application/read-stages/read-stages';
import { ReleaseStage } from '#application/release-stage/release-stage';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, PageQuery, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { PromotionDto } from '../promotions/promotions.dto.js';
import { RollbackAnswer } from './rollback-answer.js';
import {
  BoardDto,
  HistoryListQuery,
  OptionalReasonBodyDto,
  OverviewPageDto,
  PlacementPageDto,
  QuarantinePath,
  ReasonBodyDto,
  RollBackDto,
  StageAtDto,
  StageAtQuery,
} from './stages.dto.js';

/** The stages of models: who stands where, now and at any instant; rolling back, holding, releasing. */
@ApiTags('stages')
@Controller('api/v1')
export class StagesController {
  constructor(
    private readonly read: ReadStages,
    private readonly views: StageViews,
    private readonly rollback: RollbackAnswer,
    private readonly holdStage: HoldStage,
    private readonly releaseStage: ReleaseStage,
    private readonly liftQuarantine: LiftQuarantine,
  ) {}

  @Get('overview')
  @Paged()
  @ApiOperation({ operationId: 'getOverview', summary: 'What stands where, all models' })
  @ApiOkResponse({ type: OverviewPageDto })
  @Problems()
  overview(@Ctx() context: CommandContext, @Query() query: PageQuery): Promise<Page<OverviewView>> {
    return this.views.overview(context.workspace, context.actor, pageOf(query));
  }

  @Get('models/:model/stages')
  @ApiOperation({ operationId: 'getBoard', summary: 'The stage board of a model' })
  @ApiOkResponse({ type: BoardDto })
  @Problems(404)
  async board(@Ctx() context: CommandContext, @Param('model') model: string): Promise<{ stages: readonly WithLive<BoardStageView>[] }> {
    return { stages: await this.read.board(context.workspace, context.actor, model) };
  }

  @Get('models/:model/stages/:stage')
  @ApiOperation({ operationId: 'getStage', summary: 'One stage of a model, now or at an instant' })
  @ApiOkResponse({ type: StageAtDto })
  @Problems(404)
  at(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('stage') stage: string,
    @Query() query: StageAtQuery,
  ): Promise<WithLive<StageAtView>> {
    return this.read.at(context.workspace, context.actor, model, stage, query.at ?? null);
  }

  @Get('models/:model/history')
  @Paged()
  @ApiOperation({ operationId: 'getHistory', summary: 'Who stood where, newest first' })
  @ApiOkResponse({ type: PlacementPageDto })
  @Problems(404)
  history(@Ctx() context: CommandContext, @Param('model') model: string, @Query() query: HistoryListQuery): Promise<Page<PlacementView>> {
    return this.views.history(context.workspace, context.actor, model, { ...query, ...pageOf(query) });
  }

  @Post('models/:model/stages/:stage/rollback')
  @ApiOperation({ operationId: 'rollBackStage', summary: 'Take a version away and put the last good one back' })
  @ApiCreatedResponse({ type: PromotionDto })
  @Problems(403, 404, 409, 422)
  rollBack(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('stage') stage: string,
    @Body() body: RollBackDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PromotionView> {
    return this.rollback.create(context, { ...body, model, stage }, reply);
  }

  @Put('models/:model/stages/:stage/hold')
  @HttpCode(204)
  @ApiOperation({ operationId: 'holdStage', summary: 'Keep automation from changing a stage' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  hold(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('stage') stage: string,
    @Body() body: ReasonBodyDto,
  ): Promise<void> {
    return this.holdStage.execute(context, { model, stage, reason: body.reason });
  }

  @Delete('models/:model/stages/:stage/hold')
  @HttpCode(204)
  @ApiOperation({ operationId: 'releaseStage', summary: 'Let automation change a stage again' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  release(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('stage') stage: string,
    @Body() body: OptionalReasonBodyDto,
  ): Promise<void> {
    return this.releaseStage.execute(context, { model, stage, reason: body.reason ?? '' });
  }

  @Delete('models/:model/versions/:version/quarantine/:stage')
  @HttpCode(204)
  @ApiOperation({ operationId: 'liftQuarantine', summary: 'Let a quarantined version enter a stage again' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  lift(@Ctx() context: CommandContext, @Param() path: QuarantinePath, @Body() body: ReasonBodyDto): Promise<void> {
    return this.liftQuarantine.execute(context, { ...path, ...body });
  }
}
