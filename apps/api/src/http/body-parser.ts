import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import './body-mode.js';
import { dropRest } from './drop-rest.js';
import { readJson } from './read-json.js';

/** JSON bodies of 4 MB (docs/reference/rest.md, Limits). */
export const MAX_JSON_BYTES = 4 * 1024 * 1024;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

/** Makes this the only way in for bodies: the route's mode decides, not the media type that the client writes. */
export function registerBodyParser(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const mode = request.routeOptions.config.slipwayBody ?? 'json';
    if (mode === 'stream') return payload;
    if (mode === 'json' && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      await dropRest(request.raw);
      throw new SlipwayError('UNSUPPORTED_MEDIA_TYPE', 'This route takes application/json in UTF-8.');
    }
    const bytes = await readAll(payload);
    if (mode === 'bytes') return bytes;
    // Many clients name the type of a body that they do not send.
    return bytes.length === 0 ? undefined : readJson(bytes);
  });
}

/** A JSON body that takes longer to arrive holds a connection for nothing; uploads of files have a limit of their own. Milliseconds. */
const BODY_DEADLINE_MS = 30_000;

async function readAll(body: IncomingMessage): Promise<Buffer> {
  const deadline = setTimeout(() => body.destroy(), BODY_DEADLINE_MS);
  const bytes = await gather(body).finally(() => clearTimeout(deadline));
  if (bytes !== null) return bytes;
  await dropRest(body);
  throw new SlipwayError('BODY_TOO_LARGE', `The body is over the limit of ${MAX_JSON_BYTES / 1024 / 1024} MB.`);
}

/** The whole body; null where it is over the limit. Then the stream stays open, so that the client can be told. */
async function gather(body: IncomingMessage): Promise<Buffer | null> {
  if (Number(body.headers['content-length'] ?? 0) > MAX_JSON_BYTES) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of piecesOf(body)) {
    size += chunk.length;
    if (size > MAX_JSON_BYTES) return null;
    chunks.push(chunk);
  }
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks);
}

function piecesOf(body: IncomingMessage): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) };
}
