import { Module, type DynamicModule } from '@nestjs/common';
import { QueueHealth } from '#api/health/queue-health';
import { MetricsModule } from '#api/metrics/metrics.module';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { WorkerModule } from '#worker/worker.module';
import type { WorkerOptions } from '#worker/worker-options';

/** The worker beside the API in one process: one database pool, one signal after each commit, one page of metrics. */
@Module({})
export class WorkerInProcessModule {
  static register(options: Omit<WorkerOptions, 'metrics'>): DynamicModule {
    return {
      module: WorkerInProcessModule,
      global: true,
      imports: [WorkerModule.register({ ...options, metrics: MetricsModule })],
      providers: [{ provide: QueueHealth, useFactory: queueHealth, inject: [BullMqJobQueue] }],
      exports: [QueueHealth],
    };
  }
}

function queueHealth(queue: BullMqJobQueue): QueueHealth {
  return {
    check: () =>
      queue.ping().then(
        () => 'ready' as const,
        () => 'degraded' as const,
      ),
  };
}
