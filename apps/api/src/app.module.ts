import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { AuditKey } from '#persistence/audit/audit-key';
import { PersistenceModule } from '#persistence/persistence.module';
import type { SlipwayConfig } from '#platform/config/load-config';
import { AuthModule } from './auth/auth.module.js';
import type { RateLimits } from './auth/rate-limiter.js';
import { HealthModule } from './health/health.module.js';
import { DiskMetricsModule } from './metrics/disk-metrics.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { AdaptersModule } from './adapters.module.js';
import { OutboundModule } from './outbound/outbound.module.js';
import { REST_MODULES } from './rest/rest.modules.js';

/** What the API rests on beside its own code. */
export interface ApiOptions {
  readonly config: SlipwayConfig;
  /** Of the given database, or of the embedded one once it runs. */
  readonly databaseUrl: string;
  readonly onDatabaseError?: (error: Error) => void;
  /** Adapters from outside the database (queue health, deploy gateway, ...), seen by every module. */
  readonly adapters?: readonly Provider[];
  /** What else runs in this process (the worker); sees what the API sees. */
  readonly modules?: readonly (DynamicModule | Type)[];
  /** Instead of the default limits. */
  readonly rateLimits?: RateLimits;
}

/** The composition root of the API: which adapter stands behind which port. */
@Module({})
export class AppModule {
  static register(options: ApiOptions): DynamicModule {
    const { config, databaseUrl, onDatabaseError, adapters = [], modules = [], rateLimits } = options;
    const { current, keys } = config.secrets.encryption;
    const currentKey = keys.get(current);
    if (currentKey === undefined) throw new Error(`the encryption key "${current}" is not in its ring`);
    return {
      module: AppModule,
      imports: [
        PersistenceModule.register({
          databaseUrl,
          artifacts: config.artifacts,
          publicUrl: config.http.publicUrl,
          cursorKeys: [currentKey, ...[...keys].flatMap(([id, key]) => (id === current ? [] : [key]))],
          ...(onDatabaseError === undefined ? {} : { onDatabaseError }),
        }),
        AdaptersModule.register([{ provide: AuditCrypto, useFactory: () => AuditKey.of(config.secrets) }, ...adapters]),
        OutboundModule.register(config, databaseUrl),
        AuthModule.register(config, rateLimits),
        HealthModule,
        MetricsModule,
        DiskMetricsModule.register(config),
        ...REST_MODULES,
        ...modules,
      ],
    };
  }
}
