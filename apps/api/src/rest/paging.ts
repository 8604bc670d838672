import { Injectable, UseInterceptors, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import type { PageRequest } from '#application/shared/page';
import { Int, Text } from './fields.js';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 1_000;

/** Query parameters of every list; extend it with the filters of yours. */
export class PageQuery {
  @Int({ min: 1, max: MAX_LIMIT, optional: true, description: `Items of a page; ${DEFAULT_LIMIT} if not given.` })
  limit?: number;

  @Text({ min: 1, max: 4_096, optional: true, description: '`nextCursor` of the page before.' })
  cursor?: string;
}

/** The page that a query asks for. */
export function pageOf(query: PageQuery): PageRequest {
  return { limit: query.limit ?? DEFAULT_LIMIT, ...(query.cursor === undefined ? {} : { cursor: query.cursor }) };
}

/** Adds `Link: <...>; rel="next"` (RFC 8288) to an answer with a `nextCursor`. */
@Injectable()
class NextLinkInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((page: unknown) => {
        if (typeof page === 'object' && page !== null && 'nextCursor' in page && typeof page.nextCursor === 'string') {
          reply.header('link', `<${nextAddress(request.raw.url ?? '/', page.nextCursor)}>; rel="next"`);
        }
        return page;
      }),
    );
  }
}

/** Relative to the address that was asked for, so it is right behind every proxy. */
function nextAddress(url: string, cursor: string): string {
  const [, query = ''] = url.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `?${parameters.toString()}`;
}

/** For routes that return a `Page`. */
export function Paged(): MethodDecorator {
  return UseInterceptors(new NextLinkInterceptor());
}
