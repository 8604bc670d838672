import { Inject, Injectable } from '@nestjs/common';
import { AdvanceDeployment } from '#application/advance-deployment/advance-deployment';
import { systemContext } from '#application/shared/system-context';
import { DeploymentStore } from '#application/ports/deployment-store';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { runWithRequestContext } from '#platform/logging/request-context';
import { continuing } from '#platform/tracing/tracing';
import { createJobWorker, type JobWorker } from '#queue/job-worker';
import { ProblemLog } from '../problem-log.js';
import { queueConnectionOf, WORKER_OPTIONS, type WorkerOptions } from '../worker-options.js';
import type { Processor } from './processor.js';

/** Calls to pipelines of one process at once. */
const CONCURRENCY = 16;

/** Queue `deploy`: takes one deployment a step further. */
@Injectable()
export class DeployProcessor implements Processor {
  private worker: JobWorker<'deploy'> | undefined;

  constructor(
    private readonly advance: AdvanceDeployment,
    private readonly deployments: DeploymentStore,
    private readonly problems: ProblemLog,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  start(): void {
    this.worker = createJobWorker('deploy', ({ deploymentId }) => this.run(deploymentId), {
      connection: queueConnectionOf(this.options),
      concurrency: CONCURRENCY,
      onError: this.problems.of('The queue of deployments is away'),
      onJobFailed: this.problems.of('A deployment waits'),
      onJobTakenOver: this.problems.of('A job is run again, whose worker was lost'),
    });
  }

  /** In the scope of the promotion that caused the deployment, and as a part of its trace. */
  private async run(deploymentId: string): Promise<void> {
    const context = systemContext(DEFAULT_WORKSPACE);
    const deployment = await this.deployments.find(context.workspace, deploymentId);
    if (deployment === null) return;
    const { promotionId, attempt, trace = null } = deployment;
    const attributes = { 'slipway.deployment_id': deploymentId, 'slipway.promotion_id': promotionId, 'slipway.attempt': attempt };
    await runWithRequestContext({ subject: { promotionId } }, () =>
      continuing('advance deployment', { parent: trace, attributes }, () => this.advance.execute(context, deploymentId)),
    );
  }

  async close(force?: boolean): Promise<void> {
    await this.worker?.close(force);
  }
}
