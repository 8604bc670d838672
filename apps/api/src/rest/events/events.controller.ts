import { Controller, Get, Header, Query, Req, type StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { EventEnvelope } from '#application/ports/webhook-sender';
import { EventViews } from '#application/queries/event-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { EventStreams } from './event-streams.js';
import { EventListQuery, EventPageDto, EventStreamQuery } from './events.dto.js';

/** The log of facts: listed and followed. */
@ApiTags('events')
@Controller('api/v1')
export class EventsController {
  constructor(
    private readonly views: EventViews,
    private readonly streams: EventStreams,
  ) {}

  @Get('events')
  @Paged()
  @ApiOperation({ operationId: 'listEvents', summary: 'Events by position, oldest first' })
  @ApiOkResponse({ type: EventPageDto })
  @Problems(410)
  list(@Ctx() context: CommandContext, @Query() query: EventListQuery): Promise<Page<EventEnvelope>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('events/stream')
  @Header('cache-control', 'no-cache, no-transform')
  @Header('x-accel-buffering', 'no')
  // Nobody asks anything else over it, and a connection that is kept open would keep the service from closing.
  @Header('connection', 'close')
  @ApiOperation({ operationId: 'followEvents', summary: 'Events as they are dispatched (server-sent events)' })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Position of the last event that was seen: what followed is sent first.',
  })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Each `data` is one event, its `id` the position', schema: { type: 'string' } })
  @Problems(410)
  follow(@Ctx() context: CommandContext, @Query() query: EventStreamQuery, @Req() { headers }: FastifyRequest): Promise<StreamableFile> {
    const { authorization, 'last-event-id': last } = headers;
    return this.streams.start(context, {
      ...query,
      after: query.after,
      authorization,
      lastEventId: typeof last === 'string' ? last : undefined,
    });
  }
}
