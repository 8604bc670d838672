import { Module, type DynamicModule } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { SlipwayConfig } from '#platform/config/load-config';
import { DiskMetrics } from '#platform/metrics/disk-metrics';
import { MetricsModule } from './metrics.module.js';

/** How full the disks are: that of the artifacts, and that of the embedded database. */
@Module({})
export class DiskMetricsModule {
  static register({ artifacts, database, home }: Pick<SlipwayConfig, 'artifacts' | 'database' | 'home'>): DynamicModule {
    const places = {
      ...(artifacts.kind === 'file' ? { artifacts: artifacts.path } : {}),
      ...(database.kind === 'embedded' ? { home } : {}),
    };
    return {
      module: DiskMetricsModule,
      imports: [MetricsModule],
      providers: [{ provide: DiskMetrics, useFactory: (registry: Registry) => new DiskMetrics(registry, places), inject: [Registry] }],
    };
  }
}
