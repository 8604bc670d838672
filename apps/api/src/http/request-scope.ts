import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { runWithRequestContext, type RequestContext } from '#platform/logging/request-context';
import type { Span } from '#platform/tracing/tracer';
import { tracer } from '#platform/tracing/tracing';

declare module 'fastify' {
  interface FastifyRequest {
    /** What log lines and spans of this request carry; null before its hooks have run. */
    slipwayScope: RequestContext | null;
  }
}

/** Asked for every few seconds by machines, and nobody's step to anything. */
const PROBES = new Set(['/livez', '/readyz', '/metrics']);
const PROMOTION_ROUTE = '/api/v1/promotions/:id';
/** What else stands in an address may be a name, or anything; a log line has none of it. */
const PROMOTION_ID = /^prm_[0-9A-HJKMNP-TV-Z]{26}$/;

/** Gives every request a scope that follows it through all that is done for it: log lines have its id, and, where traces are on, it is a span. */
export function registerRequestScope(fastify: FastifyInstance): void {
  fastify.decorateRequest('slipwayScope', null);
  fastify.addHook('onRequest', (request, reply, done) => {
    const scope = scopeOf(request);
    request.slipwayScope = scope;
    // Also where the client went away, which is no answer.
    if (scope.span !== undefined) reply.raw.once('close', () => end(request, reply));
    runWithRequestContext(scope, done);
  });
  // The body arrives in the connection's own scope.
  fastify.addHook('preValidation', (request, _, done) => {
    if (request.slipwayScope === null) done();
    else runWithRequestContext(request.slipwayScope, done);
  });
}

function scopeOf(request: FastifyRequest): RequestContext {
  const route = request.routeOptions.url ?? '';
  const id = route.startsWith(PROMOTION_ROUTE) ? memberOf(request.params, 'id') : undefined;
  const subject = id !== undefined && PROMOTION_ID.test(id) ? { promotionId: id } : {};
  return { requestId: request.id, subject, span: spanOf(request, route) };
}

function spanOf(request: FastifyRequest, route: string): Span | undefined {
  const tracing = tracer();
  if (tracing === null || PROBES.has(route)) return undefined;
  const { traceparent } = request.headers;
  return tracing.start(`${request.method} ${route === '' ? '(no route)' : route}`, {
    kind: 'server',
    parent: typeof traceparent === 'string' ? traceparent : null,
    attributes: {
      'http.request.method': request.method,
      'http.route': route,
      'client.address': request.ip,
      'slipway.request_id': request.id,
      'slipway.model': memberOf(request.params, 'model'),
    },
  });
}

function end(request: FastifyRequest, reply: FastifyReply): void {
  const { span, subject } = request.slipwayScope ?? {};
  if (span === undefined) return;
  span.set({
    'http.response.status_code': reply.statusCode,
    'slipway.promotion_id': subject?.promotionId,
    'slipway.actor_id': request.slipwayActor?.id,
    'slipway.model': memberOf(request.body, 'model'),
  });
  if (reply.statusCode >= 500) span.fail(`answered ${reply.statusCode}`);
  span.end();
}

function memberOf(value: unknown, name: string): string | undefined {
  const member: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
  return typeof member === 'string' && member.length <= 256 ? member : undefined;
}
