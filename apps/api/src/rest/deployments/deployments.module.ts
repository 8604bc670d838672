import { Module } from '@nestjs/common';
import { DeploymentMover } from '#application/advance-deployment/deployment-mover';
import { CancelDeployment } from '#application/cancel-deployment/cancel-deployment';
import { RetryDeployment } from '#application/retry-deployment/retry-deployment';
import { DeploymentActs } from './deployment-acts.js';
import { DeploymentsController } from './deployments.controller.js';

@Module({ controllers: [DeploymentsController], providers: [CancelDeployment, DeploymentActs, DeploymentMover, RetryDeployment] })
export class DeploymentsModule {}
