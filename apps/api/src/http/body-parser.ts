import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ArrivingBodies, type ArrivingBody } from './arriving-bodies.js';
import './body-mode.js';
import { contentCodingError } from './content-coding.js';
import { dropRest } from './drop-rest.js';
import { readJson } from './read-json.js';

/** JSON bodies of 4 MB (docs/reference/rest.md, Limits). */
export const MAX_JSON_BYTES = 4 * 1024 * 1024;

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i;

/** Makes this the only way in for bodies: the route's mode decides, not the media type that the client writes. */
export function registerBodyParser(fastify: FastifyInstance): void {
  const arriving = new ArrivingBodies();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', async (request: FastifyRequest, payload: IncomingMessage) => {
    const mode = request.routeOptions.config.slipwayBody ?? 'json';
    if (mode === 'stream') return payload;
    if (mode === 'json' && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      await dropRest(request.raw);
      throw new SlipwayError('UNSUPPORTED_MEDIA_TYPE', 'This route takes application/json in UTF-8.');
    }
    const coded = contentCodingError(request.headers);
    if (coded !== null) {
      await dropRest(request.raw);
      throw coded;
    }
    const bytes = await readAll(payload, arriving);
    if (mode === 'bytes') return bytes;
    // Many clients name the type of a body that they do not send.
    return bytes.length === 0 ? undefined : readJson(bytes);
  });
}

/** A JSON body that takes longer to arrive holds a connection for nothing; uploads of files have a limit of their own. Milliseconds. */
const BODY_DEADLINE_MS = 30_000;

/** What is left of a connection whose body was cut off: time for the answer to leave. Milliseconds. */
const AFTER_CUT_MS = 1_000;

async function readAll(body: IncomingMessage, arriving: ArrivingBodies): Promise<Buffer> {
  const deadline = setTimeout(() => body.destroy(), BODY_DEADLINE_MS);
  const bytes = await gather(body, arriving).finally(() => clearTimeout(deadline));
  if (bytes !== null) return bytes;
  await dropRest(body);
  throw new SlipwayError('BODY_TOO_LARGE', `The body is over the limit of ${MAX_JSON_BYTES / 1024 / 1024} MB.`);
}

function noRoom(body: IncomingMessage): SlipwayError {
  setTimeout(() => body.destroy(), AFTER_CUT_MS);
  return new SlipwayError('UNAVAILABLE', 'More large bodies are on their way than there is room for. Nothing was done; try again.', {
    retryAfter: 1,
  });
}

/** The whole body; null where it is over the limit. Then the stream stays open, so that the client can be told. */
function gather(body: IncomingMessage, arriving: ArrivingBodies): Promise<Buffer | null> {
  if (Number(body.headers['content-length'] ?? 0) > MAX_JSON_BYTES) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let size = 0;
    // By events: iterating over a stream costs more than all else that is done for a small body.
    const settle = (act: () => void): void => {
      body.off('data', take).off('end', finish).off('error', fail).off('close', lost);
      room.end();
      act();
      // The listeners may live as long as the connection does.
      chunks = [];
    };
    const room: ArrivingBody = arriving.begin(() => {
      body.pause();
      fail(noRoom(body));
    });
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= MAX_JSON_BYTES) {
        chunks.push(chunk);
        room.grow(chunk.length);
      } else {
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
