import type { LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { LoggingConfig } from '#platform/config/logging-config';
import { runWithRequestContext } from '#platform/logging/request-context';
import '../auth/request-actor.js';
import './register-admission.js';
import './request-scope.js';

const WITH_DEBUG: readonly LoggingConfig['level'][] = ['debug', 'trace'];
const WITH_INFO: readonly LoggingConfig['level'][] = ['info', ...WITH_DEBUG];

/**
 * One line for each finished request: `info` for statuses from 400 on and for what was done about a promotion, `debug` for the others. It has the route's template and never the
 * address, which may hold names, cursors and what a client took for a safe place; no header and no body. Builds nothing where the level is off.
 */
export class RequestLog {
  private readonly refusals: boolean;
  private readonly all: boolean;

  constructor(
    private readonly logger: LoggerService,
    { level }: LoggingConfig,
  ) {
    this.refusals = WITH_INFO.includes(level);
    this.all = WITH_DEBUG.includes(level);
  }

  /** Writes the line of a request whose answer is out. */
  finished(request: FastifyRequest, reply: FastifyReply): void {
    // Those turned away by thousands share a line (registerAdmission).
    if (!this.refusals || request.slipwayTurnedAway) return;
    const status = reply.statusCode;
    // What was done about a promotion is worth a line: by its id the logs tell its whole way.
    const told = status >= 400 || (request.method !== 'GET' && request.slipwayScope?.subject?.promotionId !== undefined);
    if (!told && !this.all) return;
    const { method } = request;
    const route = request.routeOptions.url ?? null;
    const ms = Math.round(reply.elapsedTime * 10) / 10;
    const line = { method, route, status, ms, actor: request.slipwayActor?.id ?? null };
    // The id as the line's own field, as every line of a request has it.
    runWithRequestContext(request.slipwayScope ?? { requestId: request.id }, () => {
      if (status >= 400) this.logger.log('Refused or failed.', line, 'Http');
      else if (told) this.logger.log('Answered.', line, 'Http');
      else this.logger.debug?.('Answered.', line, 'Http');
    });
  }
}
