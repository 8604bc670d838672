import type { Provider } from '@nestjs/common';
import { EventStore } from '#application/ports/event-store';
import { EventViews } from '#application/queries/event-views';
import { PrismaEventStore } from './prisma-event-store.js';
import { PrismaEventViews } from './prisma-event-views.js';

/** The log of events: for lists and for streams. */
export const eventsProviders: Provider[] = [
  { provide: EventStore, useClass: PrismaEventStore },
  { provide: EventViews, useClass: PrismaEventViews },
];
