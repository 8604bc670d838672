import { Module, type DynamicModule } from '@nestjs/common';
import { DeliveryStore } from '#application/ports/delivery-store';
import { Database } from '#persistence/core/database';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { workerAdapters } from './adapters.js';
import { Background } from './background.js';
import { CountedDeliveryStore } from './metrics/counted-delivery-store.js';
import { OperationsMetrics } from './metrics/operations-metrics.js';
import { WorkerMetrics } from './metrics/worker-metrics.js';
import { ProblemLog } from './problem-log.js';
import { DeployProcessor } from './processors/deploy.processor.js';
import { DrainProcessor } from './processors/drain.processor.js';
import { RelayLoop } from './relay/relay-loop.js';
import { Scheduler } from './schedules/scheduler.js';
import { USE_CASES } from './use-cases.js';
import { WORKER_OPTIONS, type WorkerOptions } from './worker-options.js';

/**
 * All background work: relay, processors, sweeps. Starts and ends with the application that imports it, which must also import the
 * (global) persistence module and provide `AuditCrypto` globally. It has no routes.
 */
@Module({})
export class WorkerModule {
  static register(options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [options.metrics],
      providers: [
        { provide: WORKER_OPTIONS, useValue: options },
        ...workerAdapters(options, new ProblemLog(options.logger)),
        ...USE_CASES,
        WorkerMetrics,
        OperationsMetrics,
        {
          provide: DeliveryStore,
          useFactory: (database: Database, metrics: WorkerMetrics) =>
            new CountedDeliveryStore(database, (count) => metrics.countDead(count)),
          inject: [Database, WorkerMetrics],
        },
        RelayLoop,
        DrainProcessor,
        DeployProcessor,
        Scheduler,
        Background,
      ],
      exports: [BullMqJobQueue],
    };
  }
}
