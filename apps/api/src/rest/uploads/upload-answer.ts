import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BeginUpload } from '#application/begin-upload/begin-upload';
import { CompleteUpload } from '#application/complete-upload/complete-upload';
import { PutPart, type PartAuthority } from '#application/put-part/put-part';
import { ReadUpload, type ReadUploadQuery, type UploadView } from '#application/read-upload/read-upload';
import type { UploadReference } from '#application/read-upload/visible-upload';
import { DEFAULT_WORKSPACE, type CommandContext } from '#application/shared/command-context';
import { SlipwayError } from '#domain/errors/slipway-error';
import { signatureOf } from '../../auth/signed-address.js';
import { receiveBytes } from '../artifacts/byte-body.js';
import type { VersionPath } from '../artifacts/artifacts.dto.js';
import { commandContext } from '../ctx.js';
import type { ArrivedPartDto, BeginUploadDto, PartPath, PartsQuery, SignedQuery, UploadPath } from './uploads.dto.js';

/** Seconds after which a repeat of `complete` makes sense. */
const RETRY_SECONDS = 1;

/** Translates requests about uploads into commands, and their outcomes into answers. */
@Injectable()
export class UploadAnswer {
  constructor(
    private readonly beginUpload: BeginUpload,
    private readonly readUpload: ReadUpload,
    private readonly putPart: PutPart,
    private readonly completeUpload: CompleteUpload,
  ) {}

  async begin(
    context: CommandContext,
    path: VersionPath,
    body: BeginUploadDto,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<UploadView> {
    const { path: file, ...rest } = body;
    const { outcome, uploadId, status } = await this.beginUpload.execute(context, { ...path, path: file, file: rest });
    const { pathname } = new URL(request.raw.url ?? '/', 'http://localhost');
    reply.code(status).header('location', `${pathname}/${uploadId}`);
    if (outcome === 'replayed') reply.header('idempotent-replayed', 'true');
    return this.view(context, { ...path, uploadId }, request, {});
  }

  read(context: CommandContext, path: UploadPath, query: PartsQuery, request: FastifyRequest): Promise<UploadView> {
    return this.view(context, referenceOf(path), request, query);
  }

  async part(path: PartPath, query: SignedQuery, request: FastifyRequest, reply: FastifyReply): Promise<ArrivedPartDto> {
    const command = { uploadId: path.upload, number: path.part };
    const written = await receiveBytes(request, (body) => this.putPart.execute(authorityOf(path, query, request), { ...command, ...body }));
    reply.header('etag', `"${written.tag}"`);
    const { number, size, sha256 } = written;
    return { number, size, sha256 };
  }

  async complete(context: CommandContext, path: UploadPath, request: FastifyRequest, reply: FastifyReply): Promise<UploadView> {
    const reference = referenceOf(path);
    const { outcome } = await this.completeUpload.execute(context, reference);
    if (outcome === 'completing') reply.code(202).header('retry-after', String(RETRY_SECONDS));
    return this.view(context, reference, request, {});
  }

  /** Addresses of our own are made absolute here, because only the request knows how we are reached where no public URL is set. */
  private async view(
    context: CommandContext,
    reference: UploadReference,
    request: FastifyRequest,
    query: Omit<ReadUploadQuery, keyof UploadReference>,
  ): Promise<UploadView> {
    const view = await this.readUpload.execute(context, { ...reference, ...query });
    const origin = `${request.protocol}://${request.host}`;
    return { ...view, parts: view.parts.map((part) => ({ ...part, url: part.url?.startsWith('/') ? origin + part.url : part.url })) };
  }
}

function referenceOf({ model, version, upload }: UploadPath): UploadReference {
  return { model, version, uploadId: upload };
}

function authorityOf({ model, version }: PartPath, query: SignedQuery, request: FastifyRequest): PartAuthority {
  const signature = signatureOf(request);
  if (signature === undefined) return { context: commandContext(request, 'rest'), model, version };
  if (query.expires === undefined) throw new SlipwayError('PERMISSION_DENIED', 'This address was not signed here: it lacks `expires`.');
  return { workspace: DEFAULT_WORKSPACE, size: query.size ?? null, expires: query.expires, signature };
}
