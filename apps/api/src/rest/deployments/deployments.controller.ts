import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeploymentViews, type DeploymentView } from '#application/queries/deployment-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { DeploymentActs } from './deployment-acts.js';
import { DeploymentDto, DeploymentListQuery, DeploymentPageDto } from './deployments.dto.js';

/** Deployments: seen, listed, tried again, cancelled. */
@ApiTags('deploys')
@Controller('api/v1')
export class DeploymentsController {
  constructor(
    private readonly acts: DeploymentActs,
    private readonly views: DeploymentViews,
  ) {}

  @Get('deployments')
  @Paged()
  @ApiOperation({ operationId: 'listDeployments', summary: 'Deployments, newest first' })
  @ApiOkResponse({ type: DeploymentPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: DeploymentListQuery): Promise<Page<DeploymentView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('deployments/:id')
  @ApiOperation({ operationId: 'getDeployment', summary: 'One deployment' })
  @ApiOkResponse({ type: DeploymentDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<DeploymentView> {
    return this.acts.find(context, id);
  }

  @Post('deployments/:id/retry')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryDeployment', summary: 'Have one that ended without success tried once more' })
  @ApiAcceptedResponse({ type: DeploymentDto, description: 'Queued again, attempt + 1' })
  @Problems(403, 404, 409)
  retry(@Ctx() context: CommandContext, @Param('id') id: string): Promise<DeploymentView> {
    return this.acts.retry(context, id);
  }

  @Post('deployments/:id/cancel')
  @HttpCode(202)
  @ApiOperation({ operationId: 'cancelDeployment', summary: 'Cancel one that is queued, or ask GitHub to cancel its run' })
  @ApiAcceptedResponse({ type: DeploymentDto, description: 'Cancelled, or GitHub is being asked' })
  @Problems(403, 404, 409)
  cancel(@Ctx() context: CommandContext, @Param('id') id: string): Promise<DeploymentView> {
    return this.acts.cancel(context, id);
  }
}
