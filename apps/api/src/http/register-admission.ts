import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import { SlipwayError } from '#domain/errors/slipway-error';
import { pathOf, type ErrorWriter } from '../errors/problem.js';
import type { Admission } from './admission.js';
import './body-mode.js';
import './lengthy.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** When it came in, while it counts as being served. */
    slipwayInside: number | null;
    /** Whether it was refused because too many are. */
    slipwayTurnedAway: boolean;
  }
}

/** What probes and scrapers ask: an overload is when they must be answered. */
const ALWAYS = new Set(['/livez', '/readyz', '/metrics', '/health', '/version']);
const LOG_EVERY_MS = 5_000;
const RETRY_AFTER_S = 1;

/**
 * Refuses requests at once by 503 and Retry-After where more are inside than can be answered in time. Streams do not count: not the body of an
 * upload, nor an answer that is a stream (events, downloads, exports) from the moment in which it begins, nor work that takes as long as there is of it (`Lengthy`).
 */
export function registerAdmission(fastify: FastifyInstance, admission: Admission, writer: ErrorWriter, logger: LoggerService): void {
  let turnedAway = 0;
  let toldAt = -Infinity;
  fastify.decorateRequest('slipwayInside', null);
  fastify.decorateRequest('slipwayTurnedAway', false);
  fastify.addHook('onRequest', (request, reply, done) => {
    const { slipwayBody, slipwayLengthy } = request.routeOptions.config;
    if (ALWAYS.has(pathOf(request)) || slipwayBody === 'stream' || slipwayLengthy === true) return done();
    request.slipwayInside = admission.enter();
    if (request.slipwayInside !== null) {
      // Also where the client is gone before its answer.
      reply.raw.once('close', () => leave(request, admission));
      return done();
    }
    request.slipwayTurnedAway = true;
    turnedAway += 1;
    // One line for all: a line for each would cost more than the refusals.
    if (performance.now() - toldAt > LOG_EVERY_MS) {
      toldAt = performance.now();
      logger.warn(
        'More requests than can be answered in time: refused by 503.',
        { inFlight: admission.inFlight, refused: turnedAway },
        'Http',
      );
      turnedAway = 0;
    }
    refuse(request, reply, writer);
  });
  fastify.addHook('onSend', (request, _reply, payload, done) => {
    if (isStream(payload)) leave(request, admission);
    done();
  });
}

/** Shows how full it is inside, and how many were turned away. */
export function measureAdmission(fastify: FastifyInstance, admission: Admission, registry: Registry): void {
  const registers = [registry];
  const inFlight: Gauge = new Gauge({
    name: 'slipway_http_requests_in_flight',
    help: 'Requests that are being served, streams apart',
    registers,
    collect: () => inFlight.set(admission.inFlight),
  });
  const refused = new Counter({
    name: 'slipway_http_requests_refused_total',
    help: 'Requests that were refused by 503 because more were inside than can be answered in time',
    registers,
  });
  fastify.addHook('onResponse', (request, _reply, done) => {
    if (request.slipwayTurnedAway) refused.inc();
    done();
  });
}

function refuse(request: FastifyRequest, reply: FastifyReply, writer: ErrorWriter): void {
  const message = 'More requests are waiting than can be answered in time. Nothing was done; try again.';
  writer.write(new SlipwayError('UNAVAILABLE', message, { retryAfter: RETRY_AFTER_S }), request, reply);
}

/** An answer is counted out once: when it is out, when its stream begins, or when its client is gone. */
function leave(request: FastifyRequest, admission: Admission): void {
  const { slipwayInside: enteredAt } = request;
  if (enteredAt === null) return;
  request.slipwayInside = null;
  admission.leave(enteredAt);
}

function isStream(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload;
}
