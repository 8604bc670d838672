import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { DeploymentMover } from '#application/advance-deployment/deployment-mover';
import { DeploymentStore, type DeploymentReading } from '#application/ports/deployment-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { requireDeploymentRight } from './deployment-right.js';

/**
 * Cancels a deployment: one that is queued at once; for one that GitHub has accepted, GitHub is asked (by the worker, again and again until
 * it takes it), and the deployment ends with its run.
 */
@Injectable()
export class CancelDeployment {
  constructor(
    private readonly deployments: DeploymentStore,
    private readonly mover: DeploymentMover,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND; PERMISSION_DENIED without the stage's apply right; INVALID_STATE while it is not known whether GitHub
   *   accepted the run, and where it has ended.
   */
  async execute(context: CommandContext, { deploymentId }: { readonly deploymentId: string }): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const deployment = await this.deployments.lock(tx, context.workspace, deploymentId);
      requireDeploymentRight(context.actor, deployment, deploymentId);
      const done = await this.cancel(tx, context, deployment);
      if (!done) throw new SlipwayError('INVALID_STATE', `Deployment ${deployment.id} has changed meanwhile; look at it again.`);
    });
    this.signal.wake();
  }

  private async cancel(tx: Transaction, context: CommandContext, deployment: DeploymentReading): Promise<boolean> {
    const { state } = deployment;
    switch (state) {
      case 'queued':
        return this.mover.moveIn(tx, context, deployment, { to: 'cancelled', error: 'Cancelled before anything was sent.' });
      case 'dispatched':
      case 'running':
        return deployment.cancelWantedAt !== null || this.want(tx, context, deployment);
      case 'reconciling':
        throw new SlipwayError(
          'INVALID_STATE',
          'It is not known yet whether GitHub has started the run, so there is nothing to cancel. It is found or given up within 10 minutes.',
          { extra: { state } },
        );
      default:
        throw new SlipwayError('INVALID_STATE', `The deployment is ${state}: there is nothing left to cancel.`, { extra: { state } });
    }
  }

  private async want(tx: Transaction, context: CommandContext, deployment: DeploymentReading): Promise<boolean> {
    const { id, version, stage, targetName, generation, attempt, runId } = deployment;
    const at = await this.journal.record(tx, context, {
      modelId: deployment.modelId,
      events: [],
      audit: [
        {
          action: 'deployment.ask-cancel',
          outcome: 'done',
          objectType: 'deployment',
          objectId: id,
          data: { version, stage, target: targetName, generation, attempt, runId },
        },
      ],
    });
    return this.deployments.wantCancel(tx, deployment, at);
  }
}
