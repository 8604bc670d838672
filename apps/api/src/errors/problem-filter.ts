import { Catch, type ArgumentsHost, type ExceptionFilter, type LoggerService } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SlipwayError } from '#domain/errors/slipway-error';
import { runWithRequestContext } from '#platform/logging/request-context';
import '../http/request-scope.js';
import { ERROR_MAP } from './error-map.js';
import { pathOf, type ErrorWriter } from './problem.js';
import { toSlipwayError } from './to-slipway-error.js';

/** Answers everything that is thrown while a request is served, in the form of the protocol that it came by. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  /** The writers are asked in order; the last one must serve every path. */
  constructor(
    private readonly writers: readonly ErrorWriter[],
    private readonly logger: LoggerService,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(thrown, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for errors that arise before Nest sees the request. */
  answer(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const error = toSlipwayError(thrown);
    this.log(error, request);
    // Half an answer is out: all that is left is to break it off, so that nobody takes it for a whole one.
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const path = pathOf(request);
    this.writers.find((writer) => writer.serves(path))?.write(error, request, reply);
  }

  private log(error: SlipwayError, request: FastifyRequest): void {
    const { status } = ERROR_MAP[error.code];
    if (status < 500) return;
    const where = { method: request.method, route: request.routeOptions.url ?? null };
    runWithRequestContext(request.slipwayScope ?? { requestId: request.id }, () =>
      this.logger.error(error.code === 'INTERNAL' ? (error.cause ?? error) : error.message, where, 'Http'),
    );
  }
}
