import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RedeliveryViews, type RedeliveryView } from '#application/queries/redelivery-views';
import { CancelRedelivery } from '#application/redeliver/cancel-redelivery';
import { RedeliverToEndpoint } from '#application/redeliver/redeliver-to-endpoint';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { found } from '../created-answer.js';
import { Ctx } from '../ctx.js';
import { Paged, PageQuery, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { RedeliverDto, RedeliveredDto, RedeliveryPageDto } from './redeliveries.dto.js';

/** Spans of time that are sent again. */
@ApiTags('webhooks')
@Controller('api/v1')
export class RedeliveriesController {
  constructor(
    private readonly redeliverTo: RedeliverToEndpoint,
    private readonly cancelRedelivery: CancelRedelivery,
    private readonly views: RedeliveryViews,
  ) {}

  @Post('webhooks/:id/redeliver')
  @HttpCode(202)
  @ApiOperation({ operationId: 'redeliverToWebhook', summary: 'Send deliveries of a span of time again' })
  @ApiAcceptedResponse({ type: RedeliveredDto })
  @Problems(404, 409, 413, 415, 422)
  async redeliver(
    @Ctx() context: CommandContext,
    @Param('id') endpointId: string,
    @Body() body: RedeliverDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RedeliveredDto> {
    const { id, count: redelivered, more, replayed } = await this.redeliverTo.execute(context, { ...body, endpointId });
    if (replayed) reply.header('idempotent-replayed', 'true');
    return { id, redelivered, more };
  }

  @Get('webhooks/:id/redeliveries')
  @Paged()
  @ApiOperation({ operationId: 'listRedeliveries', summary: 'Redeliveries to this endpoint, under way and ended, newest first' })
  @ApiOkResponse({ type: RedeliveryPageDto })
  @Problems(404)
  async list(@Ctx() context: CommandContext, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<RedeliveryView>> {
    return found(await this.views.list(context.workspace, context.actor, id, pageOf(query)), `webhook endpoint "${id}"`);
  }

  @Delete('webhooks/:id/redeliveries/:redelivery')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'cancelRedelivery',
    summary: 'Send nothing more by this redelivery; what it has made pending is sent. Nothing happens where it has ended',
  })
  @ApiNoContentResponse()
  @Problems(404)
  cancel(@Ctx() context: CommandContext, @Param('id') endpointId: string, @Param('redelivery') id: string): Promise<void> {
    return this.cancelRedelivery.execute(context, { endpointId, id });
  }
}
