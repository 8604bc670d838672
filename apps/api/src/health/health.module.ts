import { Controller, Get, Module, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DatabaseHealth } from '#persistence/core/database-health';
import { Public } from '../auth/public.js';
import { QueueHealth } from './queue-health.js';

interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly database: string;
  readonly missingMigrations?: readonly string[];
  readonly queue?: 'ready' | 'degraded';
}

/** What an orchestrator asks. */
@Public()
@ApiExcludeController()
@Controller()
class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    @Optional() private readonly queue?: QueueHealth,
  ) {}

  /** The process runs and its event loop turns. */
  @Get('livez')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** 503 without the database or with migrations missing; 200 and `degraded` with the queue away. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [database, queue] = await Promise.all([this.database.check(), this.queue?.check()]);
    const shown = queue === undefined ? {} : { queue };
    reply.header('cache-control', 'no-store');
    if (database.state === 'ready') return { status: queue === 'degraded' ? 'degraded' : 'ready', database: database.state, ...shown };
    reply.code(503).header('retry-after', '1');
    const missing = database.state === 'behind' ? { missingMigrations: database.missing } : {};
    return { status: 'unavailable', database: database.state, ...missing, ...shown };
  }
}

/** `/livez` and `/readyz`. `QueueHealth` is used where somebody provides it. */
@Module({ controllers: [HealthController] })
export class HealthModule {}
