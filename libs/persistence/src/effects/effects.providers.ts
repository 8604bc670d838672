import type { Provider } from '@nestjs/common';
import { DeliveryStore } from '#application/ports/delivery-store';
import { EndpointStore } from '#application/ports/endpoint-store';
import { MassChangeStore } from '#application/ports/mass-change-store';
import { OutboxStore } from '#application/ports/outbox-store';
import { RedeliveryStore } from '#application/ports/redelivery-store';
import { RetentionStore } from '#application/ports/retention-store';
import { DeliveryViews } from '#application/queries/delivery-views';
import { EndpointViews } from '#application/queries/endpoint-views';
import { RedeliveryViews } from '#application/queries/redelivery-views';
import { PrismaDeliveryStore } from './prisma-delivery-store.js';
import { PrismaDeliveryViews } from './prisma-delivery-views.js';
import { PrismaEndpointStore } from './prisma-endpoint-store.js';
import { PrismaEndpointViews } from './prisma-endpoint-views.js';
import { PrismaMassChangeStore } from './prisma-mass-change-store.js';
import { PrismaOutboxStore } from './prisma-outbox-store.js';
import { PrismaRedeliveryStore } from './prisma-redelivery-store.js';
import { PrismaRedeliveryViews } from './prisma-redelivery-views.js';
import { PrismaRetentionStore } from './prisma-retention-store.js';

/** Webhooks: outbox, deliveries, endpoints and their read models. */
export const effectsProviders: Provider[] = [
  { provide: OutboxStore, useClass: PrismaOutboxStore },
  { provide: DeliveryStore, useClass: PrismaDeliveryStore },
  { provide: MassChangeStore, useClass: PrismaMassChangeStore },
  { provide: RedeliveryStore, useClass: PrismaRedeliveryStore },
  { provide: RetentionStore, useClass: PrismaRetentionStore },
  { provide: EndpointStore, useClass: PrismaEndpointStore },
  { provide: DeliveryViews, useClass: PrismaDeliveryViews },
  { provide: EndpointViews, useClass: PrismaEndpointViews },
  { provide: RedeliveryViews, useClass: PrismaRedeliveryViews },
];
