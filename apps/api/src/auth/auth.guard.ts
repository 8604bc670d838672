import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import { Authenticator } from './authenticator.js';
import { callerAddress } from './caller-address.js';
import { PUBLIC } from './public.js';
import { rateHeaders, RateLimiter } from './rate-limiter.js';
import { SIGNED_ADDRESS, signatureOf } from './signed-address.js';
import './request-actor.js';

/**
 * Lets a request through with its actor set, or refuses it. Stands before every route that is not `@Public()`; where a route takes signed
 * addresses, whoever carries the command out verifies them.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  private readonly marks = new WeakMap<object, { readonly open: boolean; readonly signed: boolean }>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly rateLimiter: RateLimiter,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { open, signed } = this.marksOf(context);
    if (open) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (signed && signatureOf(request) !== undefined) {
      this.limit(callerAddress(request.ip), request, http.getResponse<FastifyReply>());
      return true;
    }
    const address = callerAddress(request.ip);
    const actor = await this.authenticator.actorFor(request.headers.authorization, address);
    request.slipwayActor = actor;
    this.limit(actor.type === 'anonymous' ? address : actor.id, request, http.getResponse<FastifyReply>());
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

  private marksOf(context: ExecutionContext): { readonly open: boolean; readonly signed: boolean } {
    const handler = context.getHandler();
    const known = this.marks.get(handler);
    if (known !== undefined) return known;
    const has = (mark: string) => this.reflector.getAllAndOverride<boolean | undefined>(mark, [handler, context.getClass()]) === true;
    const found = { open: has(PUBLIC), signed: has(SIGNED_ADDRESS) };
    this.marks.set(handler, found);
    return found;
  }
}
