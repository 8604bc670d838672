import { Injectable } from '@nestjs/common';
import { afterDispatch, type DispatchOutcome } from '#domain/deployment/dispatch-outcome';
import { dispatchInputs } from '#domain/deployment/dispatch-inputs';
import { SlipwayError } from '#domain/errors/slipway-error';
import { DeployGateway, type DeployTargetConnection } from '#application/ports/deploy-gateway';
import type { StoredDeployTarget } from '#application/ports/deploy-target-store';
import { DeploymentStore, type DeploymentReading } from '#application/ports/deployment-store';
import type { CommandContext } from '#application/shared/command-context';
import { DeploymentMover } from './deployment-mover.js';
import { TargetCredentials } from './target-credentials.js';
import { CREDENTIAL_CLOSED, DEPLOYMENT_LEASE_MS } from './lease.js';

interface Prepared {
  readonly connection: DeployTargetConnection;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Starts the run of a claimed, queued deployment: first the row says that a request may have left, committed; then the request leaves. */
@Injectable()
export class DispatchDeployment {
  constructor(
    private readonly deployments: DeploymentStore,
    private readonly credentials: TargetCredentials,
    private readonly gateway: DeployGateway,
    private readonly mover: DeploymentMover,
  ) {}

  /** @returns false when the claim was lost, so that nothing more may be written under it. */
  async dispatch(context: CommandContext, target: StoredDeployTarget, row: DeploymentReading): Promise<boolean> {
    // Whatever can go wrong without GitHub goes wrong before anything is written as sent.
    const prepared = this.prepare(target, row);
    if (typeof prepared === 'string') return this.mover.move(context, row, { to: 'failed', error: prepared });
    // Not begun: read again, the reason stands in the rows.
    if (!(await this.deployments.beginDispatch(row, DEPLOYMENT_LEASE_MS))) return true;
    const outcome = await this.gateway.dispatch(prepared.connection, prepared.inputs);
    const sent = await this.deployments.renew(row, DEPLOYMENT_LEASE_MS);
    return sent !== null && this.store(context, sent, outcome);
  }

  private prepare(target: StoredDeployTarget, row: DeploymentReading): Prepared | string {
    let connection: DeployTargetConnection;
    try {
      connection = this.credentials.connect(target);
    } catch {
      return CREDENTIAL_CLOSED;
    }
    const { id, attempt, generation, promotionId, model, version, stage, source, manifestDigest } = row;
    const facts = { deploymentId: id, attempt, generation, promotionId, model, version, stage, target: target.name, source };
    try {
      return { connection, inputs: dispatchInputs({ ...facts, digest: manifestDigest }, target.inputs) };
    } catch (error) {
      if (error instanceof SlipwayError) return error.message;
      throw error;
    }
  }

  private store(context: CommandContext, sent: DeploymentReading, outcome: DispatchOutcome): Promise<boolean> {
    const { to, reason, notBefore } = afterDispatch(outcome, sent.tries, sent.now);
    switch (to) {
      case 'queued':
        return this.deployments.requeue(sent, notBefore ?? sent.now, reason);
      case 'reconciling':
        return this.deployments.note(sent, { error: reason });
      case 'failed':
        return this.mover.move(context, sent, { to, error: reason });
      case 'dispatched': {
        const run = outcome.kind === 'accepted' ? outcome : { runId: null, runUrl: null, htmlUrl: null };
        const facts = { ...(run.runId === null ? {} : { runId: run.runId }), runUrl: run.htmlUrl ?? run.runUrl };
        return this.mover.move(context, sent, { ...facts, to, error: null });
      }
    }
  }
}
