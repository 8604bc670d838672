import { RouteConfig } from '@nestjs/platform-fastify';

/** How a route takes its body: parsed JSON unless it says otherwise. */
export type BodyMode = 'json' | 'bytes' | 'stream';

declare module 'fastify' {
  interface FastifyContextConfig {
    slipwayBody?: BodyMode;
  }
}

/** The body is handed over unread as a stream, of any media type and without a size limit (artifacts). `@Body() body: Readable`. */
export const StreamBody = (): MethodDecorator => RouteConfig({ slipwayBody: 'stream' satisfies BodyMode });

/** The body is handed over as its very bytes, of any media type, up to the size limit (signed webhooks). `@Body() body: Buffer`. */
export const BytesBody = (): MethodDecorator => RouteConfig({ slipwayBody: 'bytes' satisfies BodyMode });
