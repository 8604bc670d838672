import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteEndpoint } from '#application/delete-endpoint/delete-endpoint';
import { EndpointViews, type EndpointView } from '#application/queries/endpoint-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { IfMatch, Revisioned } from '../etag.js';
import { expecting } from '../expecting.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { WebhookAnswer } from './webhook-answer.js';
import { CreatedWebhookDto, CreateWebhookDto, UpdateWebhookDto, WebhookDto, WebhookListQuery, WebhookPageDto } from './webhooks.dto.js';

/** Webhook endpoints, seen by those who manage them. */
@ApiTags('webhooks')
@Controller('api/v1')
export class WebhooksController {
  constructor(
    private readonly answer: WebhookAnswer,
    private readonly deleteEndpoint: DeleteEndpoint,
    private readonly views: EndpointViews,
  ) {}

  @Post('webhooks')
  @Revisioned()
  @ApiOperation({ operationId: 'createWebhook', summary: 'Register a receiver of events; its secret is shown once' })
  @ApiCreatedResponse({ type: CreatedWebhookDto })
  @Problems(403, 404, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreateWebhookDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EndpointView & { readonly secret: string | null }> {
    return this.answer.create(context, body, reply);
  }

  @Get('webhooks')
  @Paged()
  @ApiOperation({ operationId: 'listWebhooks', summary: 'Endpoints that you manage, newest first' })
  @ApiOkResponse({ type: WebhookPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: WebhookListQuery): Promise<Page<EndpointView>> {
    return this.views.list(context.workspace, context.actor, pageOf(query));
  }

  @Get('webhooks/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'getWebhook', summary: 'One endpoint' })
  @ApiOkResponse({ type: WebhookDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<EndpointView> {
    return this.answer.find(context, id);
  }

  @Patch('webhooks/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'updateWebhook', summary: 'Change, pause or start an endpoint' })
  @ApiOkResponse({ type: WebhookDto })
  @Problems(403, 404, 409, 412, 413, 415, 428)
  update(
    @Ctx() context: CommandContext,
    @Param('id') id: string,
    @IfMatch() revision: number | undefined,
    @Body() body: UpdateWebhookDto,
  ): Promise<EndpointView> {
    return this.answer.update(context, { ...body, id, ...expecting(revision) });
  }

  @Delete('webhooks/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteWebhook', summary: 'Remove an endpoint; what it was not sent yet is not sent any more' })
  @ApiNoContentResponse()
  @Problems(404, 412, 428)
  delete(@Ctx() context: CommandContext, @Param('id') id: string, @IfMatch() revision: number | undefined): Promise<void> {
    return this.deleteEndpoint.execute(context, { id, ...expecting(revision) });
  }
}
