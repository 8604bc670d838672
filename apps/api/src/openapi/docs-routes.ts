import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ERROR_CODES, type ErrorCode } from '#domain/errors/error-code';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ERROR_MAP } from '../errors/error-map.js';

/** The files of Swagger UI that the page needs. Scripts carry their charset: without it Swagger UI breaks on its own characters. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// Addresses are relative, because the service may be reached under a path.
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Slipway API</title>
    <link rel="icon" href="api/favicon-32x32.png" />
    <link rel="stylesheet" href="api/swagger-ui.css" />
  </head>
  <body>
    <main id="swagger-ui"></main>
    <script src="api/swagger-ui-bundle.js"></script>
    <script src="api/start.js"></script>
  </body>
</html>
`;

// validatorUrl: null, or the page would send our document to swagger.io.
const START = `window.ui = SwaggerUIBundle({ url: '../openapi.json', dom_id: '#swagger-ui', validatorUrl: null, deepLinking: true });
`;

/** Swagger UI comes with @nestjs/swagger, so it is found from there. */
function uiFile(name: string): string {
  const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  return fromSwagger.resolve(`swagger-ui-dist/${name}`);
}

/**
 * `/openapi.json`, the API page at `/docs/api`, and one page per error code, which problem documents link to. Everything is made on first use.
 * The page sends its requests to `publicUrl`, if there is one.
 */
export function registerDocsRoutes(fastify: FastifyInstance, document: () => object, publicUrl: string | undefined): void {
  let openApi: Buffer | undefined;
  const files = new Map<string, Promise<Buffer>>();
  const html = (reply: FastifyReply, page: string): string => {
    reply.header('content-type', 'text/html; charset=utf-8').header('content-security-policy', CSP);
    return page;
  };

  fastify.get('/openapi.json', (_, reply) => {
    // Without a server the page would ask the root of its host.
    // Its bytes are the same ones for all who ask, however slowly they read.
    openApi ??= Buffer.from(JSON.stringify({ ...document(), ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }) }));
    return reply.header('content-type', 'application/json; charset=utf-8').send(openApi);
  });
  fastify.get('/docs/api', (_, reply) => reply.send(html(reply, PAGE)));
  // Relative, as the page's own addresses are. With a slash at its end the page would look for its files in the wrong place.
  fastify.get('/docs', (_, reply) => reply.redirect('docs/api', 308));
  fastify.get('/docs/', (_, reply) => reply.redirect('api', 308));
  fastify.get('/docs/api/', (_, reply) => reply.redirect('../api', 308));
  fastify.get('/docs/api/start.js', (_, reply) => reply.header('content-type', 'text/javascript; charset=utf-8').send(START));
  fastify.get<{ Params: { file: string } }>('/docs/api/:file', async ({ params: { file } }, reply) => {
    const type = Object.hasOwn(FILES, file) ? FILES[file] : undefined;
    if (type === undefined) throw new SlipwayError('ROUTE_NOT_FOUND', 'There is no such file.');
    const bytes = files.get(file) ?? readFile(uiFile(file));
    files.set(file, bytes);
    return reply
      .header('content-type', type)
      .header('cache-control', 'public, max-age=3600')
      .send(await bytes);
  });
  fastify.get<{ Params: { code: string } }>('/docs/problems/:code', async ({ params: { code } }, reply) => {
    if (!isErrorCode(code)) throw new SlipwayError('NOT_FOUND', 'There is no such error code.');
    return reply.send(html(reply, problemPage(code)));
  });
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERROR_CODES, text);
}

function problemPage(code: ErrorCode): string {
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${code} - Slipway</title></head>
  <body>
    <main>
      <h1>${code}</h1>
      <p>${ERROR_CODES[code]}.</p>
      <p>HTTP status ${ERROR_MAP[code].status}. The <code>detail</code> of the problem document says what was wrong and what to do;
      <code>errors</code> names each place or reason; <code>requestId</code> finds it in the log of the service.</p>
    </main>
  </body>
</html>
`;
}
