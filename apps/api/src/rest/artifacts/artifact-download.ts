import { Readable } from 'node:stream';
import { Injectable, Logger, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { ByteSpan } from '#application/ports/blob-store';
import { ReadArtifact, type ReadableArtifact } from '#application/read-artifact/read-artifact';
import type { CommandContext } from '#application/shared/command-context';
import { pieceByPiece } from '../../http/piece-by-piece.js';
import type { ArtifactReference } from './artifact-at.js';
import { artifactEtag, contentDisposition, contentType, setArtifactHeaders } from './artifact-headers.js';
import { parseRange } from './byte-range.js';

/** Translates a GET or HEAD of an artifact into the query, and the bytes into the answer. */
@Injectable()
export class ArtifactDownload {
  private readonly logger = new Logger('Artifacts');

  constructor(private readonly readArtifact: ReadArtifact) {}

  /** @returns the bytes, or nothing where the answer has none (HEAD, 304). */
  async answer(
    context: CommandContext,
    at: ArtifactReference,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const artifact = await this.readArtifact.execute(context, at);
    if (await redirected(artifact, request, reply)) return undefined;
    const span = request.method === 'GET' ? spanOf(artifact, request, reply) : undefined;
    const whole = { start: 0, end: artifact.size };
    const etag = artifactEtag(artifact);
    if (tagsOf(request.headers['if-none-match']).some((tag) => tag === '*' || tag === etag)) {
      setArtifactHeaders(reply, artifact);
      reply.code(304);
      return request.method === 'HEAD' ? nothing() : undefined;
    }
    const bytes = request.method === 'HEAD' ? undefined : await artifact.open(span ?? whole);
    // Only now: an answer that tells of damage must not carry the headers of a file.
    setArtifactHeaders(reply, artifact);
    const sent = span ?? whole;
    reply.header('content-length', sent.end - sent.start);
    if (span !== undefined) reply.code(206).header('content-range', `bytes ${span.start}-${span.end - 1}/${artifact.size}`);
    if (bytes === undefined) return nothing();
    const answer = pieceByPiece(bytes);
    // The client sees an answer that is broken off, and only here is said why.
    answer.getStream().once('error', (error) => this.logger.error(error));
    return answer;
  }
}

/** A client that follows has begun to by then. Seconds. */
const ADDRESS_SECONDS = 300;

/**
 * Sends a client that asks for it (`?redirect=true`) to the store itself, where that can give the file out: it saves us the bytes, and the
 * client a hop. Only on demand: a client must be able to reach the store, and must not send our token there.
 */
async function redirected(artifact: ReadableArtifact, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
  const query: unknown = request.query;
  if (typeof query !== 'object' || query === null || Reflect.get(query, 'redirect') !== 'true') return false;
  const answer = {
    contentType: contentType(artifact.path),
    contentDisposition: contentDisposition(artifact.path),
    seconds: ADDRESS_SECONDS,
  };
  const address = await artifact.address(answer);
  if (address === null) return false;
  reply.code(307).header('location', address).header('cache-control', 'no-store').header('etag', artifactEtag(artifact));
  return true;
}

/** The body of an answer to HEAD. Not undefined: for that Fastify would say that the file has no bytes. */
function nothing(): StreamableFile {
  return new StreamableFile(Readable.from([]));
}

/** The part that is asked for, or undefined for the whole file. */
function spanOf(artifact: ReadableArtifact, request: FastifyRequest, reply: FastifyReply): ByteSpan | undefined {
  const condition = request.headers['if-range'];
  // A date or another tag: what the client has the beginning of may be another file.
  if (condition !== undefined && condition !== artifactEtag(artifact)) return undefined;
  const range = parseRange(request.headers.range, artifact.size);
  if (range.kind === 'part') return range;
  if (range.kind === 'whole') return undefined;
  reply.header('content-range', `bytes */${artifact.size}`);
  throw new SlipwayError('RANGE_NOT_SATISFIABLE', `The artifact has ${artifact.size} bytes; the range begins after its end.`, {
    extra: { size: artifact.size },
  });
}

/** Compared weakly (RFC 9110, section 13.1.2). */
function tagsOf(header: string | undefined): string[] {
  return header === undefined ? [] : header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
}
