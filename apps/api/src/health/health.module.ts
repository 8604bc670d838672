import { Controller, Get, Module, Optional, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DatabaseHealth } from '#persistence/core/database-health';
import { Public } from '../auth/public.js';
import { ArtifactHealth } from './artifact-health.js';
import { QueueHealth } from './queue-health.js';

interface Readiness {
  readonly status: 'ready' | 'degraded' | 'unavailable';
  readonly database: string;
  readonly missingMigrations?: readonly string[];
  readonly queue?: 'ready' | 'degraded';
  /** Shown only when the artifact store is away: its routes answer 503 then. */
  readonly artifacts?: 'away';
}

/** What an orchestrator asks. */
@Public()
@ApiExcludeController()
@Controller()
class HealthController {
  constructor(
    private readonly database: DatabaseHealth,
    private readonly artifacts: ArtifactHealth,
    @Optional() private readonly queue?: QueueHealth,
  ) {}

  /** The process runs and its event loop turns. */
  @Get('livez')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** 503 without the database or with migrations missing; 200 and `degraded` with the queue or the artifact store away. */
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [database, queue, artifacts] = await Promise.all([this.database.check(), this.queue?.check(), this.artifacts.check()]);
    const away = artifacts === 'away' ? { artifacts } : {};
    const shown = { ...(queue === undefined ? {} : { queue }), ...away };
    reply.header('cache-control', 'no-store');
    const degraded = queue === 'degraded' || artifacts === 'away';
    if (database.state === 'ready') return { status: degraded ? 'degraded' : 'ready', database: database.state, ...shown };
    reply.code(503).header('retry-after', '1');
    const missing = database.state === 'behind' ? { missingMigrations: database.missing } : {};
    return { status: 'unavailable', database: database.state, ...missing, ...shown };
  }
}

/** `/livez` and `/readyz`. `QueueHealth` is used where somebody provides it. */
@Module({ controllers: [HealthController], providers: [ArtifactHealth] })
export class HealthModule {}
