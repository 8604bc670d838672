import { RouteConfig } from '@nestjs/platform-fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    slipwayLengthy?: boolean;
  }
}

/**
 * For a route whose answer takes as long as there are bytes or rows behind it, however idle the service is. It says nothing about an overload,
 * so it does not count where one is judged, and has places of its own (`registerAdmission`): some callers who verify large versions must not shut
 * out everybody else.
 */
export const Lengthy = (): MethodDecorator => RouteConfig({ slipwayLengthy: true });
