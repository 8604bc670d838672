import { Injectable, Module, type DynamicModule, type LoggerService, type OnApplicationShutdown } from '@nestjs/common';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { OutboxNotifier } from '#persistence/effects/outbox-notifier';
import type { SlipwayConfig } from '#platform/config/load-config';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';
import { QueueHealth } from './health/queue-health.js';

/** A probe is given one second by default (Kubernetes), and an API is ready without a queue: a queue that is slower than this is away. */
const QUEUE_PATIENCE_MS = 500;

/** Asks the queue by a connection of our own, opened at the first question. */
@Injectable()
class PingedQueueHealth extends QueueHealth implements OnApplicationShutdown {
  constructor(private readonly queue: BullMqJobQueue) {
    super();
  }

  override check(): Promise<'ready' | 'degraded'> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'degraded'>((resolve) => {
      timer = setTimeout(() => resolve('degraded'), QUEUE_PATIENCE_MS);
    });
    const asked = this.queue.ping().then(
      () => 'ready' as const,
      () => 'degraded' as const,
    );
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }
}

/** For an API whose workers are other processes: it tells them of commits, and readiness tells whether their queue is there. */
@Module({})
export class WorkersElsewhereModule {
  static register(config: Pick<SlipwayConfig, 'queue'>, databaseUrl: string, logger: LoggerService): DynamicModule {
    const warn = (what: string) => (error: Error) => logger.warn(`${what}: ${error.message}`, 'Api');
    const connection =
      config.queue.kind === 'redis'
        ? ({ kind: 'redis', url: config.queue.url } as const)
        : ({ kind: 'postgres', connectionString: databaseUrl } as const);
    return {
      module: WorkersElsewhereModule,
      global: true,
      providers: [
        {
          provide: QueueHealth,
          useFactory: () => new PingedQueueHealth(new BullMqJobQueue(connection, { onError: warn('The queue is away') })),
        },
        {
          provide: OutboxNotifier,
          useFactory: (signal: LocalEffectsSignal) => new OutboxNotifier(databaseUrl, signal, warn('Workers are not told of commits')),
          inject: [LocalEffectsSignal],
        },
      ],
      exports: [QueueHealth],
    };
  }
}
