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
function gather(body: IncomingMessage): Promise<Buffer | null> {
  if (Number(body.headers['content-length'] ?? 0) > MAX_JSON_BYTES) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    // By events: iterating over a stream costs more than all else that is done for a small body.
    const settle = (act: () => void): void => {
      body.off('data', take).off('end', finish).off('error', fail).off('close', lost);
      act();
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= MAX_JSON_BYTES) chunks.push(chunk);
      else {
        body.pause();
        settle(() => resolve(null));
      }
    };
    const finish = (): void => {
      const [only] = chunks;
      settle(() => resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)));
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const lost = (): void => fail(new Error('The connection ended before the body did.'));
    body.on('data', take).on('end', finish).on('error', fail).on('close', lost);
    // Destroyed before anybody listened: none of these would be heard any more.
    if (body.destroyed) lost();
  });
}
