import type { LoggerService, Type } from '@nestjs/common';
import type { SlipwayConfig } from '#platform/config/load-config';
import type { QueueConnection } from '#queue/queue-connection';

/** What the worker rests on beside its own code. */
export interface WorkerOptions {
  readonly config: SlipwayConfig;
  /** Of the given database, or of the embedded one once it runs. */
  readonly databaseUrl: string;
  readonly logger: LoggerService;
  /** A module that exports the prom-client `Registry` whose metrics this process shows. */
  readonly metrics: Type;
  /** Shown to receivers as `User-Agent: Slipway/<version>`. */
  readonly version: string;
}

/** Where the queue of this installation lives. */
export function queueConnectionOf({ config, databaseUrl }: Pick<WorkerOptions, 'config' | 'databaseUrl'>): QueueConnection {
  return config.queue.kind === 'redis' ? { kind: 'redis', url: config.queue.url } : { kind: 'postgres', connectionString: databaseUrl };
}

/** The token under which the options are injected. */
export const WORKER_OPTIONS = Symbol('WORKER_OPTIONS');
