import type { FastifyReply, FastifyRequest } from 'fastify';
import { ERROR_CODES } from '#domain/errors/error-code';
import type { SlipwayError } from '#domain/errors/slipway-error';
import { ERROR_MAP } from './error-map.js';

/** Writes errors in the form of one protocol. The first writer that serves a path writes its errors; problem documents are the rest. */
export interface ErrorWriter {
  /** `path` without the query. */
  serves(path: string): boolean;
  write(error: SlipwayError, request: FastifyRequest, reply: FastifyReply): void;
}

/** RFC 9457 problem documents, with `code`, `requestId` and `errors[]`. `publicUrl` stands in front of the address of the type's page. */
export class ProblemWriter implements ErrorWriter {
  constructor(private readonly publicUrl: string | undefined) {}

  serves(): boolean {
    return true;
  }

  write(error: SlipwayError, request: FastifyRequest, reply: FastifyReply): void {
    const { status } = ERROR_MAP[error.code];
    if (error.retryAfter !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(error.retryAfter))));
    if (error.code === 'UNAUTHENTICATED') {
      const given = request.headers.authorization !== undefined;
      reply.header('www-authenticate', `Bearer realm="slipway"${given ? ', error="invalid_token"' : ''}`);
    }
    // A string, so that nothing on the way takes the document for a JSON answer of another type.
    reply
      .code(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(this.document(error, status, request)));
  }

  private document(error: SlipwayError, status: number, request: FastifyRequest): Record<string, unknown> {
    return {
      ...error.extra,
      type: `${this.publicUrl ?? ''}/docs/problems/${error.code}`,
      title: ERROR_CODES[error.code],
      status,
      detail: error.message,
      instance: pathOf(request),
      code: error.code,
      requestId: request.id,
      ...(error.errors.length === 0 ? {} : { errors: error.errors }),
    };
  }
}

/** The path that was asked for, without its query. */
export function pathOf(request: FastifyRequest): string {
  const [path = '/'] = (request.raw.url ?? '/').split('?', 1);
  return path;
}
