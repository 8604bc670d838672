import { Inject, Injectable } from '@nestjs/common';
import { AdvanceDeployment } from '#application/advance-deployment/advance-deployment';
import { systemContext } from '#application/shared/system-context';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
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
    private readonly problems: ProblemLog,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  start(): void {
    this.worker = createJobWorker('deploy', ({ deploymentId }) => this.advance.execute(systemContext(DEFAULT_WORKSPACE), deploymentId), {
      connection: queueConnectionOf(this.options),
      concurrency: CONCURRENCY,
      onError: this.problems.of('The queue of deployments is away'),
      onJobFailed: this.problems.of('A deployment waits'),
    });
  }

  async close(force?: boolean): Promise<void> {
    await this.worker?.close(force);
  }
}
