import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import { Authenticator } from './authenticator.js';
import { PUBLIC } from './public.js';
import { rateHeaders, RateLimiter } from './rate-limiter.js';
import './request-actor.js';

/** Lets a request through with its actor set, or refuses it. Stands before every route that is not `@Public()`. */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly publicRoutes = new WeakMap<object, boolean>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly rateLimiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.isPublic(context)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const actor = await this.authenticator.actorFor(request.headers.authorization, request.ip);
    request.slipwayActor = actor;
    this.limit(actor.type === 'anonymous' ? request.ip : actor.id, request, http.getResponse<FastifyReply>());
    return true;
  }

  private limit(caller: string, request: FastifyRequest, reply: FastifyReply): void {
    const state = this.rateLimiter.take(caller, request.method === 'GET' || request.method === 'HEAD' ? 'reads' : 'writes');
    if (state === null) return;
    reply.headers(rateHeaders(state));
    if (state.allowed) return;
    throw new SlipwayError('RATE_LIMITED', `More than ${state.limit} ${state.policy} in a minute; wait ${state.resetSeconds} s.`, {
      retryAfter: state.resetSeconds,
    });
  }

  private isPublic(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const known = this.publicRoutes.get(handler);
    if (known !== undefined) return known;
    const found = this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, [handler, context.getClass()]) === true;
    this.publicRoutes.set(handler, found);
    return found;
  }
}
