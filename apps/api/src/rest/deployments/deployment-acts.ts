import { Injectable } from '@nestjs/common';
import { CancelDeployment } from '#application/cancel-deployment/cancel-deployment';
import { DeploymentViews, type DeploymentView } from '#application/queries/deployment-views';
import { RetryDeployment } from '#application/retry-deployment/retry-deployment';
import type { CommandContext } from '#application/shared/command-context';
import { found } from '../created-answer.js';

/** Carries an act out and renders the deployment as it is afterwards. */
@Injectable()
export class DeploymentActs {
  constructor(
    private readonly retryDeployment: RetryDeployment,
    private readonly cancelDeployment: CancelDeployment,
    private readonly views: DeploymentViews,
  ) {}

  async retry(context: CommandContext, deploymentId: string): Promise<DeploymentView> {
    await this.retryDeployment.execute(context, { deploymentId });
    return this.find(context, deploymentId);
  }

  async cancel(context: CommandContext, deploymentId: string): Promise<DeploymentView> {
    await this.cancelDeployment.execute(context, { deploymentId });
    return this.find(context, deploymentId);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<DeploymentView> {
    return found(await this.views.find(context.workspace, context.actor, id), `deployment "${id}"`);
  }
}
