import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { checkMachines } from '#application/shared/check-machines';
import { AuditKey } from '#persistence/audit/audit-key';
import { PersistenceModule } from '#persistence/persistence.module';
import type { SlipwayConfig } from '#platform/config/load-config';
import { IDLE_IN_WORKER_MS } from '#platform/postgres/lost-client';
import { observeUseCases } from '#platform/tracing/observe-use-cases';
import { HealthController, RegistryModule } from './health/health.module.js';
import { WorkerModule } from './worker.module.js';

/** What a worker of its own is built from. */
export interface CreateWorkerOptions {
  readonly config: SlipwayConfig;
  readonly databaseUrl: string;
  readonly version: string;
  readonly onDatabaseError?: (error: Error) => void;
}

/** The audit key, where every module sees it. */
@Module({})
class AuditKeyModule {
  static register(config: SlipwayConfig): DynamicModule {
    const providers = [{ provide: AuditCrypto, useFactory: () => AuditKey.of(config.secrets) }];
    return { module: AuditKeyModule, global: true, providers, exports: [AuditCrypto] };
  }
}

/** The root of a worker that runs by itself. */
@Module({})
class WorkerRootModule {
  static register({ config, databaseUrl, version, onDatabaseError }: CreateWorkerOptions, logger: LoggerService): DynamicModule {
    const { current, keys } = config.secrets.encryption;
    const key = keys.get(current);
    if (key === undefined) throw new Error(`the encryption key "${current}" is not in its ring`);
    return {
      module: WorkerRootModule,
      imports: [
        PersistenceModule.register({
          databaseUrl,
          artifacts: config.artifacts,
          publicUrl: config.http.publicUrl,
          cursorKeys: [key],
          idleInTransactionMs: IDLE_IN_WORKER_MS,
          ...(onDatabaseError === undefined ? {} : { onDatabaseError }),
        }),
        AuditKeyModule.register(config),
        RegistryModule,
        WorkerModule.register({ config, databaseUrl, version, logger, metrics: RegistryModule }),
      ],
      controllers: [HealthController],
    };
  }
}

/**
 * Builds a worker with its HTTP (health and metrics), ready to listen; background work starts with it. Whoever builds it closes it.
 * @throws Error where a transition table has a hole.
 */
export async function createWorker(options: CreateWorkerOptions, logger: LoggerService): Promise<NestFastifyApplication> {
  checkMachines();
  const module = WorkerRootModule.register(options, logger);
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger, abortOnError: false });
  observeUseCases(app);
  return app;
}
