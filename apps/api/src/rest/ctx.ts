import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DEFAULT_WORKSPACE, type CommandContext, type Door, type IdempotencyKey } from '#application/shared/command-context';
import { invalid } from '#domain/errors/slipway-error';
import { actorOf } from '../auth/request-actor.js';

/** A short word, so that it is fit for every log, event and table. */
const CLIENT = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;
/** At most 255 printable ASCII characters (docs/reference/rest.md, Idempotency). */
const KEY = /^[\x20-\x7e]{1,255}$/;

/** The context of a command of this request: who, through which door, under which idempotency key. */
export const Ctx = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext =>
  commandContext(context.switchToHttp().getRequest<FastifyRequest>(), 'rest'),
);

/**
 * The same for other doors.
 * @throws SlipwayError INVALID_ARGUMENT for an Idempotency-Key that is none.
 */
export function commandContext(request: FastifyRequest, door: Door): CommandContext {
  return {
    workspace: DEFAULT_WORKSPACE,
    actor: actorOf(request),
    door,
    client: clientOf(request.headers['x-slipway-client']),
    requestId: request.id,
    idempotency: idempotencyOf(request),
  };
}

function clientOf(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && CLIENT.test(header) ? header : null;
}

function idempotencyOf(request: FastifyRequest): IdempotencyKey | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined || request.method !== 'POST') return null;
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw invalid('Idempotency-Key', 'idempotency_key', 'Idempotency-Key must be 1 to 255 printable ASCII characters.');
  }
  return { route: `${request.method} ${request.routeOptions.url ?? ''}`, key, bodyHash: hashOf(request) };
}

/**
 * The same for bodies that mean the same, whatever the order of their members. The values of the path belong to it: the route's template
 * alone does not say for what the command was.
 */
function hashOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(canonical([request.params, request.body ?? null]))
    .digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
