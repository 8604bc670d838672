import type { Provider } from '@nestjs/common';
import { DeployTargetStore } from '#application/ports/deploy-target-store';
import { DeploymentStore } from '#application/ports/deployment-store';
import { DeployTargetViews } from '#application/queries/deploy-target-views';
import { DeploymentViews } from '#application/queries/deployment-views';
import { LiveViews } from '#application/queries/live-views';
import { PrismaDeployTargetStore } from './prisma-deploy-target-store.js';
import { PrismaDeployTargetViews } from './prisma-deploy-target-views.js';
import { PrismaDeploymentStore } from './prisma-deployment-store.js';
import { PrismaDeploymentViews } from './prisma-deployment-views.js';
import { PrismaLiveViews } from './prisma-live-views.js';

/** Deploy targets, deployments and what is live. */
export const deploysProviders: Provider[] = [
  { provide: DeployTargetStore, useClass: PrismaDeployTargetStore },
  { provide: DeployTargetViews, useClass: PrismaDeployTargetViews },
  { provide: DeploymentStore, useClass: PrismaDeploymentStore },
  { provide: DeploymentViews, useClass: PrismaDeploymentViews },
  { provide: LiveViews, useClass: PrismaLiveViews },
];
