import { Controller, Get, Header, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { OutboxStore } from '#application/ports/outbox-store';
import { DatabaseHealth } from '#persistence/core/database-health';
import { DatabaseMetrics } from '#persistence/metrics/database-metrics';
import { BullMqJobQueue } from '#queue/bullmq-job-queue';

interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly database: string;
  readonly queue: 'ready' | 'away';
  /** Age of the oldest event that was not dispatched yet, in seconds with three places; null while that cannot be told. */
  readonly outboxLagSeconds: number | null;
}

/** The only routes of a worker of its own: what an orchestrator and a Prometheus scraper ask. */
@Controller()
export class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly queue: BullMqJobQueue,
    private readonly outbox: OutboxStore,
    private readonly registry: Registry,
  ) {}

  /** The process runs and its event loop turns. */
  @Get('livez')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** 503 without the database, with migrations missing, or without the queue: deployments wait then. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [{ state }, queue, outboxLagSeconds] = await Promise.all([this.database.check(), this.queueState(), this.lag()]);
    const ready = state === 'ready' && queue === 'ready';
    reply.header('cache-control', 'no-store');
    if (!ready) reply.code(503).header('retry-after', '1');
    return { status: ready ? 'ready' : 'unavailable', database: state, queue, outboxLagSeconds };
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  metrics(): Promise<string> {
    return this.registry.metrics();
  }

  private lag(): Promise<number | null> {
    return this.outbox.lagSeconds().then(
      (seconds) => Math.round(seconds * 1_000) / 1_000,
      () => null,
    );
  }

  private queueState(): Promise<'ready' | 'away'> {
    return this.queue.ping().then(
      () => 'ready',
      () => 'away',
    );
  }
}

function newRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** The metrics of a worker of its own. */
@Module({ providers: [{ provide: Registry, useFactory: newRegistry }, DatabaseMetrics], exports: [Registry] })
export class RegistryModule {}
