import type { LoggerService } from '@nestjs/common';
import { DeployGateway, type CancelOutcome, type DeployTargetConnection, type RunLookup } from '#application/ports/deploy-gateway';
import type { DispatchOutcome } from '#domain/deployment/dispatch-outcome';
import { asStep, currentSpan } from '#platform/tracing/tracing';

/** A gateway whose calls are told: each is a span, each dispatch and cancellation a log line, within the scope of the deployment's job. */
export class ObservedDeployGateway extends DeployGateway {
  constructor(
    private readonly gateway: DeployGateway,
    private readonly logger: LoggerService,
  ) {
    super();
  }

  override async dispatch(target: DeployTargetConnection, inputs: Readonly<Record<string, string>>): Promise<DispatchOutcome> {
    const outcome = await this.step('dispatch workflow', target, () => this.gateway.dispatch(target, inputs));
    const { repository, workflow } = target;
    this.logger.log(
      'Asked for a deployment.',
      { deploymentId: inputs['deployment_id'], repository, workflow, outcome: outcome.kind },
      'Deployments',
    );
    return outcome;
  }

  override findRun(target: DeployTargetConnection, search: { readonly token: string; readonly since: Date }): Promise<RunLookup> {
    return this.step('find run', target, () => this.gateway.findRun(target, search));
  }

  override getRun(target: DeployTargetConnection, runId: string): Promise<RunLookup> {
    return this.step('get run', target, () => this.gateway.getRun(target, runId));
  }

  override async cancelRun(target: DeployTargetConnection, runId: string): Promise<CancelOutcome> {
    const outcome = await this.step('cancel run', target, () => this.gateway.cancelRun(target, runId));
    this.logger.log('Asked for the end of a run.', { repository: target.repository, runId, outcome: outcome.kind }, 'Deployments');
    return outcome;
  }

  private step<T extends { readonly kind: string }>(name: string, target: DeployTargetConnection, call: () => Promise<T>): Promise<T> {
    const attributes = { 'slipway.deploy_target_id': target.id, 'slipway.repository': target.repository };
    return asStep(name, { kind: 'client', attributes }, async () => {
      const outcome = await call();
      currentSpan()?.set({ 'slipway.outcome': outcome.kind });
      return outcome;
    });
  }
}
