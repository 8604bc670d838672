import { Injectable } from '@nestjs/common';
import { hasEnded, mayMove, type DeploymentState } from '#domain/deployment/deployment-machine';
import { DeploymentStore, type DeploymentMove, type StoredDeployment } from '#application/ports/deployment-store';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from '#application/shared/command-context';
import { Links } from '#application/shared/links';
import { newEvent } from '#application/shared/new-event';

/** The states that are told of, each with its event and its audit action. */
const TOLD = {
  dispatched: { event: 'deployment.dispatched', action: 'deployment.dispatch' },
  running: { event: 'deployment.started', action: 'deployment.start' },
  succeeded: { event: 'deployment.succeeded', action: 'deployment.succeed' },
  failed: { event: 'deployment.failed', action: 'deployment.fail' },
  cancelled: { event: 'deployment.cancelled', action: 'deployment.cancel' },
  timed_out: { event: 'deployment.timed_out', action: 'deployment.time-out' },
  superseded: { event: 'deployment.superseded', action: 'deployment.supersede' },
} as const satisfies Partial<Record<DeploymentState, { readonly event: string; readonly action: string }>>;

/** A move to a state that others are told of. */
export interface ToldMove extends DeploymentMove {
  readonly to: keyof typeof TOLD;
}

/** Moves deployments: the row, its event, its audit entry and, with the last success, the placement's verification commit together. */
@Injectable()
export class DeploymentMover {
  constructor(
    private readonly deployments: DeploymentStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly links: Links,
    private readonly signal: EffectsSignal,
  ) {}

  /** @returns false when somebody else changed it since it was read; nothing is written then. */
  async move(context: CommandContext, deployment: StoredDeployment, move: ToldMove): Promise<boolean> {
    const moved = await this.unitOfWork
      .run(async (tx) => {
        if (!(await this.moveIn(tx, context, deployment, move))) throw new Overtaken();
        return true;
      })
      .catch((error: unknown) => {
        if (error instanceof Overtaken) return false;
        throw error;
      });
    if (moved) this.signal.wake();
    return moved;
  }

  /**
   * The same inside a transaction of the caller, who must roll it back on false, and wakes the relay.
   * @throws Error for a move that the table of states does not have: that is a bug.
   */
  async moveIn(tx: Transaction, context: CommandContext, deployment: StoredDeployment, move: ToldMove): Promise<boolean> {
    if (!mayMove(deployment.state, move.to)) throw new Error(`a deployment does not move from ${deployment.state} to ${move.to}`);
    const after = { ...deployment, ...move };
    const data = {
      deploymentId: deployment.id,
      promotionId: deployment.promotionId,
      version: deployment.version,
      stage: deployment.stage,
      target: deployment.targetName,
      generation: deployment.generation,
      attempt: deployment.attempt,
      runId: after.runId,
      runUrl: after.runUrl,
      conclusion: after.conclusion,
      error: move.error,
    };
    const links = {
      ...this.links.ofPromotion(deployment.model, deployment.version, deployment.promotionId),
      ...(after.runUrl === null ? {} : { run: after.runUrl }),
    };
    const { event, action } = TOLD[move.to];
    // First, since it locks the model's row: the last two successes of one promotion see one another.
    const at = await this.journal.record(tx, context, {
      modelId: deployment.modelId,
      events: [newEvent(event, { ...data, links }, deployment.stage)],
      audit: [
        {
          action,
          outcome: 'done',
          objectType: 'deployment',
          objectId: deployment.id,
          reason: move.error,
          data: { ...data, from: deployment.state },
        },
      ],
    });
    if (!(await this.deployments.move(tx, deployment, move, at))) return false;
    if (move.to === 'succeeded') await this.deployments.verifyPlacement(tx, deployment, at);
    return true;
  }
}

/** Rolls the transaction back. */
class Overtaken extends Error {}

/** A state of a run in the words of the mover; null for the states that nobody is told of. */
export function toldState(state: DeploymentState): ToldMove['to'] | null {
  return state === 'queued' || state === 'reconciling' ? null : state;
}

/** True where a person's wish to cancel makes sense: a run is known and has not ended. */
export function hasRun(deployment: Pick<StoredDeployment, 'state' | 'runId'>): boolean {
  return deployment.runId !== null && deployment.state !== 'queued' && deployment.state !== 'reconciling' && !hasEnded(deployment.state);
}
