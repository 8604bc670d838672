import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteDeployTarget } from '#application/delete-deploy-target/delete-deploy-target';
import { DeployTargetViews, type DeployTargetView } from '#application/queries/deploy-target-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { IfMatch, Revisioned } from '../etag.js';
import { expecting } from '../expecting.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { DeployTargetAnswer } from './deploy-target-answer.js';
import {
  CreateDeployTargetDto,
  DeployTargetDto,
  DeployTargetListQuery,
  DeployTargetPageDto,
  UpdateDeployTargetDto,
} from './deploy-targets.dto.js';

/** Deploy targets, for administrators. */
@ApiTags('deploys')
@Controller('api/v1')
export class DeployTargetsController {
  constructor(
    private readonly answer: DeployTargetAnswer,
    private readonly deleteTarget: DeleteDeployTarget,
    private readonly views: DeployTargetViews,
  ) {}

  @Post('deploy-targets')
  @Revisioned()
  @ApiOperation({ operationId: 'createDeployTarget', summary: 'Have promotions into a stage deployed by a GitHub Actions workflow' })
  @ApiCreatedResponse({ type: DeployTargetDto })
  @Problems(403, 404, 409, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreateDeployTargetDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DeployTargetView> {
    return this.answer.create(context, body, reply);
  }

  @Get('deploy-targets')
  @Paged()
  @ApiOperation({ operationId: 'listDeployTargets', summary: 'Deploy targets, newest first' })
  @ApiOkResponse({ type: DeployTargetPageDto })
  @Problems(403)
  list(@Ctx() context: CommandContext, @Query() query: DeployTargetListQuery): Promise<Page<DeployTargetView>> {
    return this.views.list(context.workspace, context.actor, pageOf(query));
  }

  @Get('deploy-targets/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'getDeployTarget', summary: 'One deploy target' })
  @ApiOkResponse({ type: DeployTargetDto })
  @Problems(403, 404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<DeployTargetView> {
    return this.answer.find(context, id);
  }

  @Patch('deploy-targets/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'updateDeployTarget', summary: 'Change a deploy target or its credential' })
  @ApiOkResponse({ type: DeployTargetDto })
  @Problems(403, 404, 409, 412, 413, 415, 428)
  update(
    @Ctx() context: CommandContext,
    @Param('id') targetId: string,
    @IfMatch() revision: number | undefined,
    @Body() body: UpdateDeployTargetDto,
  ): Promise<DeployTargetView> {
    return this.answer.update(context, { ...body, targetId, ...expecting(revision) });
  }

  @Delete('deploy-targets/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteDeployTarget', summary: 'Delete a deploy target and its credential' })
  @ApiNoContentResponse()
  @Problems(403, 404, 412, 428)
  delete(@Ctx() context: CommandContext, @Param('id') targetId: string, @IfMatch() revision: number | undefined): Promise<void> {
    return this.deleteTarget.execute(context, { targetId, ...expecting(revision) });
  }
}
