import { Inject, Injectable } from '@nestjs/common';
import { DeliverDue } from '#application/deliver-due/deliver-due';
import { createJobWorker, type JobWorker } from '#queue/job-worker';
import { WorkerMetrics } from '../metrics/worker-metrics.js';
import { ProblemLog } from '../problem-log.js';
import { queueConnectionOf, WORKER_OPTIONS, type WorkerOptions } from '../worker-options.js';
import type { Processor } from './processor.js';

/** Drains mostly wait for receivers; the sends themselves have a cap of their own. */
const CONCURRENCY = 300;

/** Queue `drain`: sends what is due to one endpoint. */
@Injectable()
export class DrainProcessor implements Processor {
  private worker: JobWorker<'drain'> | undefined;

  constructor(
    private readonly deliverDue: DeliverDue,
    private readonly metrics: WorkerMetrics,
    private readonly problems: ProblemLog,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  start(): void {
    const connection = queueConnectionOf(this.options);
    const onError = this.problems.of('The queue of deliveries is away');
    const onJobFailed = this.problems.of('Deliveries to an endpoint wait');
    this.worker = createJobWorker('drain', ({ endpointId }, signal) => this.drain(endpointId, signal), {
      connection,
      concurrency: CONCURRENCY,
      onError,
      onJobFailed,
    });
  }

  async close(force?: boolean): Promise<void> {
    await this.worker?.close(force);
  }

  private async drain(endpointId: string, signal: AbortSignal): Promise<void> {
    const report = await this.deliverDue.execute(endpointId, signal);
    if (report !== null) this.metrics.countAttempts(report);
  }
}
