import type { LoggerService } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Counter, Gauge, type Registry } from 'prom-client';
import { SlipwayError } from '#domain/errors/slipway-error';
import { pathOf, type ErrorWriter } from '../errors/problem.js';
import { Admission } from './admission.js';
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
/** However long they take: each holds some memory, and may hold a connection of the database. */
const LENGTHY_AT_ONCE = 64;
const LENGTHY = { burst: LENGTHY_AT_ONCE, least: LENGTHY_AT_ONCE, most: LENGTHY_AT_ONCE, withinMs: 1_000 };

/**
 * Refuses requests at once by 503 and Retry-After where more are inside than can be answered in time. Only our work counts, never how fast a
 * client sends or reads: a request with a body is inside from when the body is there, and every one is out when its answer goes. Else a few
 * strangers with slow connections would shut out everybody. Streams do not count (the body of an upload; events, downloads and exports once they
 * begin). Work that takes as long as there is of it (`Lengthy`) has places of its own: it shuts out nobody else, and nobody can begin any amount.
 */
export function registerAdmission(fastify: FastifyInstance, admission: Admission, writer: ErrorWriter, logger: LoggerService): void {
  let turnedAway = 0;
  let toldAt = -Infinity;
  fastify.decorateRequest('slipwayInside', null);
  fastify.decorateRequest('slipwayTurnedAway', false);

  const turnAway = (request: FastifyRequest, reply: FastifyReply): void => {
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
  };
  const lengthy = new Admission(undefined, LENGTHY);
  const placesOf = (request: FastifyRequest): Admission => (request.routeOptions.config.slipwayLengthy === true ? lengthy : admission);
  const letIn = (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    request.slipwayInside = placesOf(request).enter();
    if (request.slipwayInside === null) return turnAway(request, reply);
    // Also where the client is gone before its answer.
    reply.raw.once('close', () => leave(request, placesOf(request)));
    done();
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    if (!isCounted(request)) done();
    else if (!hasBody(request)) letIn(request, reply, done);
    // Before the body is read, so that a crowd is refused at little cost; counted when it is there.
    else if (placesOf(request).isFull) turnAway(request, reply);
    else done();
  });
  fastify.addHook('preValidation', (request, reply, done) => {
    if (isCounted(request) && hasBody(request)) letIn(request, reply, done);
    else done();
  });
  fastify.addHook('onSend', (request, _reply, _payload, done) => {
    leave(request, placesOf(request));
    done();
  });
}

function isCounted(request: FastifyRequest): boolean {
  return !ALWAYS.has(pathOf(request)) && request.routeOptions.config.slipwayBody !== 'stream';
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
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

/** An answer is counted out once: when it goes, or when its client is gone. */
function leave(request: FastifyRequest, admission: Admission): void {
  const { slipwayInside: enteredAt } = request;
  if (enteredAt === null) return;
  request.slipwayInside = null;
  admission.leave(enteredAt);
}
