import type { Provider } from '@nestjs/common';
import { PromotionStore } from '#application/ports/promotion-store';
import { PromotionViews } from '#application/queries/promotion-views';
import { PrismaPromotionStore } from './prisma-promotion-store.js';
import { PrismaPromotionViews } from './prisma-promotion-views.js';

/** Promotions: the store and the read model. */
export const promotionProviders: Provider[] = [
  { provide: PromotionStore, useClass: PrismaPromotionStore },
  { provide: PromotionViews, useClass: PrismaPromotionViews },
];
