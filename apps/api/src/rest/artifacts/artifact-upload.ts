import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { invalid, SlipwayError } from '#domain/errors/slipway-error';
import { UploadArtifact } from '#application/upload-artifact/upload-artifact';
import type { CommandContext } from '#application/shared/command-context';
import type { ArtifactReference } from './artifact-at.js';
import type { ManifestFileDto } from './artifacts.dto.js';
import { announcedDigests } from './digest-headers.js';

/** An upload that brings nothing for so long has been given up by its client; whole uploads may take as long as they need. */
const IDLE_MS = 120_000;
/** For so long the rest of a refused upload is read and thrown away (nginx: lingering_time), so that clients which send all before they read get the answer. */
const LINGER_MS = 30_000;

/** Translates a PUT of an artifact into the command, and its outcome into the answer. */
@Injectable()
export class ArtifactUpload {
  constructor(private readonly uploadArtifact: UploadArtifact) {}

  async answer(context: CommandContext, at: ArtifactReference, request: FastifyRequest, reply: FastifyReply): Promise<ManifestFileDto> {
    const { headers, raw } = request;
    const coding = headers['content-encoding'] ?? 'identity';
    if (coding !== 'identity') {
      throw new SlipwayError(
        'UNSUPPORTED_MEDIA_TYPE',
        `Artifacts are stored as they are: send the bytes without Content-Encoding ${JSON.stringify(coding)}.`,
      );
    }
    // RFC 9110, section 14.4: a part must not be taken for the whole.
    if (headers['content-range'] !== undefined)
      throw invalid('Content-Range', 'content_range', 'A PUT of a part of an artifact is not possible.');
    const length = headers['content-length'];
    const expected = { ...(length === undefined ? {} : { size: Number(length) }), digests: announcedDigests(headers) };
    raw.setTimeout(IDLE_MS, () => raw.destroy());
    try {
      const { replaced, ...file } = await this.uploadArtifact.execute(context, { ...at, content: bytesOf(raw), expected });
      reply.code(replaced ? 200 : 201);
      return file;
    } catch (error) {
      linger(raw);
      if (error instanceof SlipwayError || !raw.destroyed || raw.complete) throw error;
      throw new SlipwayError('INVALID_ARGUMENT', 'The upload was broken off; nothing of it was stored.', { cause: error });
    }
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
