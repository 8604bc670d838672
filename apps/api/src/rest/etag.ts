import {
  createParamDecorator,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';

const STRONG = /^"(\d{1,10})"$/;

/** The strong ETag of a revision (RFC 9110, section 8.8.3). */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that an If-Match header names, or undefined for no header and for `*` (any revision, but the thing must be there).
 * @throws SlipwayError INVALID_ARGUMENT for anything else than one strong tag that we could have given (a weak one never matches).
 */
export function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const revision = STRONG.exec(header.trim())?.[1];
  if (revision === undefined) throw invalid('If-Match', 'if_match', 'If-Match must be one strong ETag as it was given, such as "7".');
  return Number(revision);
}

/** Whether an If-None-Match header names this revision (weakly, as RFC 9110, section 13.1.2 says). */
export function noneMatchHits(header: string | undefined, revision: number): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(etagOf(revision));
}

const readIfMatch = createParamDecorator((required: boolean, context: ExecutionContext): number | undefined => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  if (header === undefined && required) {
    throw new SlipwayError(
      'REVISION_REQUIRED',
      'This needs If-Match with the ETag of what you read, so that no other change is overwritten.',
    );
  }
  return parseIfMatch(header);
});

/** The revision that the caller read (`number | undefined`; `*` is undefined); without If-Match the answer is 428. */
export const IfMatch = (): ParameterDecorator => described(true);

/** The same where If-Match may be left out. */
export const OptionalIfMatch = (): ParameterDecorator => described(false);

/** Reads the header, and says in the API description that the route takes it: no route can do one without the other. */
function described(required: boolean): ParameterDecorator {
  const description = required ? 'The ETag of what you read.' : 'The ETag of what you read; left out, or *, for any.';
  return (prototype, method, index) => {
    readIfMatch(required)(prototype, method, index);
    const descriptor = method === undefined ? undefined : Object.getOwnPropertyDescriptor(prototype, method);
    if (method === undefined || descriptor === undefined) return;
    ApiHeader({ name: 'If-Match', required, description, schema: { type: 'string' } })(prototype, method, descriptor);
  };
}

/** Sets ETag from the `revision` of what the route returns, and answers 304 to a GET whose If-None-Match names it. */
@Injectable()
class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(map((view: unknown) => tagged(view, request, reply)));
  }
}

function tagged(view: unknown, request: FastifyRequest, reply: FastifyReply): unknown {
  if (typeof view !== 'object' || view === null || !('revision' in view) || typeof view.revision !== 'number') return view;
  reply.header('etag', etagOf(view.revision));
  if (request.method !== 'GET' && request.method !== 'HEAD') return view;
  if (!noneMatchHits(request.headers['if-none-match'], view.revision)) return view;
  reply.code(304);
  return undefined;
}

/** The answer carries an ETag; for routes that return one thing with a `revision`. */
export function Revisioned(): MethodDecorator {
  return UseInterceptors(new EtagInterceptor());
}
