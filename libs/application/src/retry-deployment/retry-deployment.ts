import { Injectable } from '@nestjs/common';
import { isPerson } from '#domain/access/actor';
import { retryAllowed } from '#domain/deployment/retry-allowed';
import { SlipwayError } from '#domain/errors/slipway-error';
import { DeployTargetStore } from '#application/ports/deploy-target-store';
import { DeploymentStore } from '#application/ports/deployment-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requireDeploymentRight } from '#application/cancel-deployment/deployment-right';
import type { CommandContext } from '#application/shared/command-context';

/**
 * Has an ended deployment tried once more: same deployment and generation, attempt + 1. Only a person may, because absence of a run proves
 * nothing and somebody has to have looked.
 */
@Injectable()
export class RetryDeployment {
  constructor(
    private readonly deployments: DeploymentStore,
    private readonly targets: DeployTargetStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND; PERMISSION_DENIED without the stage's apply right, or for automation; INVALID_STATE unless it ended
   *   without success, is the newest generation, its version still stands there and its target exists.
   */
  async execute(context: CommandContext, { deploymentId }: { readonly deploymentId: string }): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const deployment = await this.deployments.lock(tx, context.workspace, deploymentId);
      requireDeploymentRight(context.actor, deployment, deploymentId);
      if (!isPerson(context.actor)) throw new SlipwayError('PERMISSION_DENIED', 'Only a person may have a deployment tried again.');
      const verdict = retryAllowed(deployment, deployment.newestGeneration, deployment.versionStandsThere);
      if (!verdict.allowed) throw new SlipwayError('INVALID_STATE', verdict.reason, { extra: { state: deployment.state } });
      const target = await this.targets.find(context.workspace, deployment.targetId, tx);
      if (target === null || target.deleted) throw new SlipwayError('INVALID_STATE', 'The deploy target was deleted.');
      const { id, version, stage, targetName, generation, attempt } = deployment;
      const at = await this.journal.record(tx, context, {
        modelId: deployment.modelId,
        events: [],
        audit: [
          {
            action: 'deployment.retry',
            outcome: 'done',
            objectType: 'deployment',
            objectId: id,
            data: { version, stage, target: targetName, generation, attempt: attempt + 1, from: deployment.state },
          },
        ],
      });
      if (await this.deployments.retry(tx, deployment, at)) return;
      throw new SlipwayError('INVALID_STATE', `Deployment ${id} has changed meanwhile; look at it again.`);
    });
    this.signal.wake();
  }
}
