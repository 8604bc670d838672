import type { IncomingMessage } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';
import { checkMachines } from '#application/shared/check-machines';
import { observeUseCases } from '#platform/tracing/observe-use-cases';
import { AppModule, type ApiOptions } from './app.module.js';
import { ProblemFilter } from './errors/problem-filter.js';
import { ProblemWriter, type ErrorWriter } from './errors/problem.js';
import { Admission } from './http/admission.js';
import { measureAdmission, registerAdmission } from './http/register-admission.js';
import { MAX_JSON_BYTES, registerBodyParser } from './http/body-parser.js';
import { answerClientErrors, MAX_HEADER_BYTES } from './http/client-error.js';
import { readForwarded } from './http/forwarded.js';
import { registerPublicLocation } from './http/public-location.js';
import { requestId } from './http/request-id.js';
import { registerRequestHooks } from './http/request-hooks.js';
import { registerRequestScope } from './http/request-scope.js';
import { RequestLog } from './http/request-log.js';
import { registerUnreadAnswers } from './http/unread-answers.js';
import { HttpMetrics } from './metrics/http-metrics.js';
import { openApiOf } from './openapi/open-api-document.js';
import { registerDocsRoutes } from './openapi/docs-routes.js';
import { DtoPipe } from './rest/dto-pipe.js';

/** Path parameters of 4,096 characters (docs/reference/rest.md, Limits). Fastify's own limit of 100 would answer 414 to a long model name. */
const MAX_PARAM_LENGTH = 4_096;

/**
 * Builds the API, ready to listen (or to be initialised only, for its OpenAPI document). Nothing is connected before the first request.
 * Whoever builds it closes it.
 * @throws Error where a transition table has a hole.
 */
export async function createApi(options: ApiOptions, logger: LoggerService): Promise<NestFastifyApplication> {
  checkMachines();
  const { http } = options.config;
  const problems = new ProblemWriter(http.publicUrl);
  const writers: ErrorWriter[] = [problems];
  const admission = new Admission();
  const filter = new ProblemFilter(writers, logger);
  const log = new RequestLog(logger, options.config.logging);
  const adapter = new FastifyAdapter({
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: answerClientErrors(logger, http.publicUrl),
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    bodyLimit: MAX_JSON_BYTES,
    trustProxy: http.trustedProxies.length === 0 ? false : [...http.trustedProxies],
    genReqId: (request: IncomingMessage) => {
      // The first that is done with a request: its address is read from the headers when it is first asked for.
      if (http.trustedProxies.length > 0) readForwarded(request);
      return requestId(request);
    },
    // The router refuses malformed addresses before any hook runs, and runs none after it.
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
      filter.answer(error, request, reply);
      log.finished(request, reply);
    },
    // We have no Nest middleware, and its machinery would cost every request.
    skipMiddie: true,
    multipart: false,
  });
  const fastify = adapter.getInstance<FastifyInstance>();
  registerRequestScope(fastify);
  registerRequestHooks(fastify, { allowedHosts: http.allowedHosts, publicUrl: http.publicUrl }, log);
  registerPublicLocation(fastify, http.publicUrl);
  registerAdmission(fastify, admission, problems, logger);
  registerUnreadAnswers(fastify);
  registerBodyParser(fastify);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.register(options), adapter, {
    logger,
    bodyParser: false,
    abortOnError: false,
  });
  observeUseCases(app);
  app.useGlobalFilters(filter);
  app.useGlobalPipes(new DtoPipe());
  app.get(HttpMetrics).watch(fastify);
  measureAdmission(fastify, admission, app.get(Registry));
  registerDocsRoutes(fastify, () => openApiOf(app), http.publicUrl);
  return app;
}
