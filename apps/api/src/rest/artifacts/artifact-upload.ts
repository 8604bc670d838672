import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UploadArtifact } from '#application/upload-artifact/upload-artifact';
import type { CommandContext } from '#application/shared/command-context';
import type { ArtifactReference } from './artifact-at.js';
import type { ManifestFileDto } from './artifacts.dto.js';
import { receiveBytes } from './byte-body.js';

/** Translates a PUT of an artifact into the command, and its outcome into the answer. */
@Injectable()
export class ArtifactUpload {
  constructor(private readonly uploadArtifact: UploadArtifact) {}

  async answer(context: CommandContext, at: ArtifactReference, request: FastifyRequest, reply: FastifyReply): Promise<ManifestFileDto> {
    const { replaced, ...file } = await receiveBytes(request, (body) => this.uploadArtifact.execute(context, { ...at, ...body }));
    reply.code(replaced ? 200 : 201);
    return file;
  }
}
