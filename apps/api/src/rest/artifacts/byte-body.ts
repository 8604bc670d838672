import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { contentCodingError } from '../../http/content-coding.js';
import { dropRest } from '../../http/drop-rest.js';
import { announcedDigests, type AnnouncedDigest } from './digest-headers.js';

/** An upload that brings nothing for so long has been given up by its client; whole uploads may take as long as they need. */
const IDLE_MS = 120_000;
/** For so long the rest of a refused upload is read and thrown away (nginx: lingering_time), so that clients which send all before they read get the answer. */
const LINGER_MS = 30_000;

/** A body of any length, and what its headers say of it. */
export interface ByteBody {
  readonly content: AsyncIterable<Uint8Array>;
  readonly expected: { readonly size?: number; readonly digests: readonly AnnouncedDigest[] };
}

/**
 * Hands the body of a request on as bytes. Whatever `work` throws, the client gets to hear of it.
 * @throws SlipwayError UNSUPPORTED_MEDIA_TYPE for compressed bytes, INVALID_ARGUMENT for a part of a body, a digest that is none or an
 *   upload that is broken off; what `work` throws.
 */
export async function receiveBytes<T>(request: FastifyRequest, work: (body: ByteBody) => Promise<T>): Promise<T> {
  const { headers, raw } = request;
  try {
    const coded = contentCodingError(headers);
    if (coded !== null) throw coded;
    // RFC 9110, section 14.4: a part must not be taken for the whole.
    if (headers['content-range'] !== undefined)
      throw invalid('Content-Range', 'content_range', 'A PUT of a part of an artifact is not possible.');
    const length = headers['content-length'];
    const expected = { ...(length === undefined ? {} : { size: Number(length) }), digests: announcedDigests(headers) };
    raw.setTimeout(IDLE_MS, () => raw.destroy());
    return await work({ content: bytesOf(raw), expected });
  } catch (error) {
    // Such a connection is closed with the answer, and unread bytes would reset it before the client has read that.
    if (/\bclose\b/i.test(headers.connection ?? '')) await dropRest(raw);
    linger(raw);
    if (error instanceof SlipwayError || !raw.destroyed || raw.complete) throw error;
    throw new SlipwayError('INVALID_ARGUMENT', 'The upload was broken off; nothing of it was stored.', { cause: error });
  }
}

/** Node throws away the rest of a body by itself only where nothing of it was read; left alone, the connection would hang. */
function linger(body: IncomingMessage): void {
  if (body.complete || body.destroyed) return;
  const end = setTimeout(() => body.destroy(), LINGER_MS).unref();
  body.once('close', () => clearTimeout(end));
  body.resume();
}

/** The body piece by piece. When it is not wanted any further the connection stays, so that the client can be told why. */
function bytesOf(body: Readable): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => body.iterator({ destroyOnReturn: false }) };
}
