import { Module } from '@nestjs/common';
import { FollowEvents } from '#application/follow-events/follow-events';
import { DEFAULT_PACES, StreamPaces } from './event-stream.js';
import { EventStreams } from './event-streams.js';
import { EventTail } from './event-tail.js';
import { EventsController } from './events.controller.js';

@Module({
  controllers: [EventsController],
  providers: [FollowEvents, EventTail, EventStreams, { provide: StreamPaces, useValue: DEFAULT_PACES }],
})
export class EventsModule {}
