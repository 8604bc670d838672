import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DeliveryViews, type DeliveryDetail, type DeliveryView } from '#application/queries/delivery-views';
import { RedeliverOne } from '#application/redeliver/redeliver-one';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { found } from '../created-answer.js';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { DeliveryDetailDto, DeliveryListQuery, DeliveryPageDto } from './deliveries.dto.js';

/** What became of each event at each endpoint; seen by the managers of its model. */
@ApiTags('webhooks')
@Controller('api/v1')
export class DeliveriesController {
  constructor(
    private readonly redeliverOne: RedeliverOne,
    private readonly views: DeliveryViews,
  ) {}

  @Get('deliveries')
  @Paged()
  @ApiOperation({ operationId: 'listDeliveries', summary: 'Deliveries, newest first' })
  @ApiOkResponse({ type: DeliveryPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: DeliveryListQuery): Promise<Page<DeliveryView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('deliveries/:id')
  @ApiOperation({ operationId: 'getDelivery', summary: 'One delivery with its attempts' })
  @ApiOkResponse({ type: DeliveryDetailDto })
  @Problems(404)
  async get(@Ctx() { workspace, actor }: CommandContext, @Param('id') id: string): Promise<DeliveryDetail> {
    return found(await this.views.find(workspace, actor, id), `delivery "${id}"`);
  }

  @Post('deliveries/:id/redeliver')
  @HttpCode(202)
  @ApiOperation({ operationId: 'redeliver', summary: 'Send one delivery again, under the same id' })
  @ApiAcceptedResponse()
  @Problems(404, 409)
  redeliver(@Ctx() context: CommandContext, @Param('id') id: string): Promise<void> {
    return this.redeliverOne.execute(context, id);
  }
}
