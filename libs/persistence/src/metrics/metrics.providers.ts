import type { Provider } from '@nestjs/common';
import { OperationsViews } from '#application/queries/operations-views';
import { PrismaOperationsViews } from './prisma-operations-views.js';

/** What an operator watches of the tables. */
export const metricsProviders: Provider[] = [{ provide: OperationsViews, useClass: PrismaOperationsViews }];
