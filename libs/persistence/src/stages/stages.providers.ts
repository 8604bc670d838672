import type { Provider } from '@nestjs/common';
import { StageStore } from '#application/ports/stage-store';
import { StageViews } from '#application/queries/stage-views';
import { PrismaStageStore } from './prisma-stage-store.js';
import { PrismaStageViews } from './prisma-stage-views.js';

/** The adapters behind the stage ports. */
export const stagesProviders: Provider[] = [
  { provide: StageStore, useClass: PrismaStageStore },
  { provide: StageViews, useClass: PrismaStageViews },
];
