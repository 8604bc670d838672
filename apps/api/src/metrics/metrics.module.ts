import { Controller, Get, Header, Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { DatabaseMetrics } from '#persistence/metrics/database-metrics';
import { sharedReading } from '#platform/metrics/shared-reading';
import { Public } from '../auth/public.js';
import { HttpMetrics } from './http-metrics.js';

/** The metrics of this process for a Prometheus scraper. */
@Public()
@ApiExcludeController()
@Controller()
class MetricsController {
  /** One text for all who ask while it is made: nobody needs a credential to ask, and nobody is turned away. */
  private readonly read = sharedReading(() => this.registry.metrics());

  constructor(private readonly registry: Registry) {}

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.read();
  }
}

function newRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** One registry per process part; whoever has something to tell injects `Registry` and registers it. */
@Module({
  controllers: [MetricsController],
  providers: [{ provide: Registry, useFactory: newRegistry }, HttpMetrics, DatabaseMetrics],
  exports: [Registry, HttpMetrics],
})
export class MetricsModule {}
