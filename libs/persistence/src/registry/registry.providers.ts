import type { Provider } from '@nestjs/common';
import { ModelStore } from '#application/ports/model-store';
import { VersionStore } from '#application/ports/version-store';
import { ModelViews } from '#application/queries/model-views';
import { VersionViews } from '#application/queries/version-views';
import { PrismaModelStore } from './prisma-model-store.js';
import { PrismaModelViews } from './prisma-model-views.js';
import { PrismaVersionStore } from './prisma-version-store.js';
import { PrismaVersionViews } from './prisma-version-views.js';

/** What stands behind the ports of the registry. */
export const registryProviders: Provider[] = [
  { provide: ModelStore, useClass: PrismaModelStore },
  { provide: VersionStore, useClass: PrismaVersionStore },
  { provide: ModelViews, useClass: PrismaModelViews },
  { provide: VersionViews, useClass: PrismaVersionViews },
];
