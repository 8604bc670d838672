import { setMaxListeners } from 'node:events';
import { Inject, Injectable } from '@nestjs/common';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { DeliverDue } from '#application/deliver-due/deliver-due';
import { createJobWorker, type JobWorker } from '#queue/job-worker';
import { WorkerMetrics } from '../metrics/worker-metrics.js';
import { ProblemLog } from '../problem-log.js';
import { queueConnectionOf, WORKER_OPTIONS, type WorkerOptions } from '../worker-options.js';
import type { Processor } from './processor.js';

/** Drains mostly wait for receivers; the sends themselves have a cap of their own. */
const CONCURRENCY = 300;

/** Queue `drain`: sends what is due to one endpoint. Some drains are started without a job, by the relay of this process. */
@Injectable()
export class DrainProcessor implements Processor {
  private worker: JobWorker<'drain'> | undefined;
  private readonly startedHere = new Set<Promise<void>>();
  private readonly forced = new AbortController();

  constructor(
    private readonly deliverDue: DeliverDue,
    private readonly drains: RunningDrains,
    private readonly metrics: WorkerMetrics,
    private readonly problems: ProblemLog,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {}

  start(): void {
    // Each drain that is started here listens to it.
    setMaxListeners(0, this.forced.signal);
    const connection = queueConnectionOf(this.options);
    const onError = this.problems.of('The queue of deliveries is away');
    const onJobFailed = this.problems.of('Deliveries to an endpoint wait');
    this.worker = createJobWorker('drain', ({ endpointId }, signal) => this.drain(endpointId, signal), {
      connection,
      concurrency: CONCURRENCY,
      onError,
      onJobFailed,
      onJobTakenOver: this.problems.of('A job is run again, whose worker was lost'),
    });
    this.drains.startBy((endpointId) => {
      const drain = this.drain(endpointId, this.forced.signal)
        .catch((error: unknown) => this.problems.report('Deliveries to an endpoint wait', error))
        .finally(() => this.startedHere.delete(drain));
      this.startedHere.add(drain);
    });
  }

  async close(force = false): Promise<void> {
    if (force) this.forced.abort();
    await Promise.all([this.worker?.close(force), ...(force ? [] : this.startedHere)]);
  }

  private async drain(endpointId: string, signal: AbortSignal): Promise<void> {
    const report = await this.deliverDue.execute(endpointId, signal);
    if (report !== null) this.metrics.countAttempts(report);
  }
}
