import { Body, Controller, Get, HttpCode, Param, Post, Put, Req, Res, type StreamableFile } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { FinalizeVersion } from '#application/finalize-version/finalize-version';
import type { ManifestView } from '#application/queries/artifact-views';
import { ReadManifest } from '#application/read-artifact/read-manifest';
import type { CommandContext } from '#application/shared/command-context';
import { VerifyVersion, type VerifyVersionResult } from '#application/verify-version/verify-version';
import { StreamBody } from '../../http/body-mode.js';
import { Lengthy } from '../../http/lengthy.js';
import { Ctx } from '../ctx.js';
import { OptionalIfMatch } from '../etag.js';
import { expecting } from '../expecting.js';
import { Problems } from '../problems.js';
import { ArtifactAt, type ArtifactReference } from './artifact-at.js';
import { ArtifactDownload } from './artifact-download.js';
import { ArtifactUpload } from './artifact-upload.js';
import { FinalizeDto, ManifestDto, ManifestFileDto, VerificationDto, VersionPath } from './artifacts.dto.js';

const BYTES = { type: 'string', format: 'binary' } as const;
const PATH = {
  name: 'path',
  description: 'Path of the file inside the version; slashes separate folders.',
  schema: { type: 'string', maxLength: 4_096 },
} as const;
const MODEL = { name: 'model', description: 'Name or id of the model.', schema: { type: 'string' } } as const;
const VERSION = { name: 'version', schema: { type: 'integer', minimum: 1 } } as const;

/** The files of versions: streamed in, fixed by finalizing, verified on their way out. */
@ApiTags('artifacts')
@Controller('api/v1/models/:model/versions/:version')
export class ArtifactsController {
  constructor(
    private readonly upload: ArtifactUpload,
    private readonly download: ArtifactDownload,
    private readonly readManifest: ReadManifest,
    private readonly finalizeVersion: FinalizeVersion,
    private readonly verifyVersion: VerifyVersion,
  ) {}

  @Put('artifacts/*')
  @StreamBody()
  @ApiOperation({ operationId: 'uploadArtifact', summary: 'Put one file into a version that is still pending' })
  @ApiParam(MODEL)
  @ApiParam(VERSION)
  @ApiParam(PATH)
  @ApiHeader({ name: 'Repr-Digest', required: false, description: 'sha-256=:Base64: of the bytes; compared before they are kept.' })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: BYTES })
  @ApiCreatedResponse({ type: ManifestFileDto })
  @ApiOkResponse({ type: ManifestFileDto, description: 'It replaced a file of the same path' })
  @Problems(403, 404, 409, 415, 507)
  put(
    @Ctx() context: CommandContext,
    @ArtifactAt() at: ArtifactReference,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ManifestFileDto> {
    return this.upload.answer(context, at, request, reply);
  }

  @Get('artifacts/*')
  @ApiOperation({
    operationId: 'downloadArtifact',
    summary: 'Read one file, or a part of it; every chunk that comes from here is verified before',
  })
  @ApiParam(MODEL)
  @ApiParam(VERSION)
  @ApiParam(PATH)
  @ApiQuery({
    name: 'redirect',
    required: false,
    description: '`true`: be sent to the object store where the files are in one; without chunks being verified on the way.',
    schema: { type: 'boolean' },
  })
  @ApiHeader({ name: 'Range', required: false, description: 'One range of bytes.' })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: BYTES })
  @ApiResponse({ status: 206, description: 'The range', content: { 'application/octet-stream': { schema: BYTES } } })
  @ApiResponse({ status: 307, description: 'To the object store, on demand' })
  @ApiResponse({ status: 304, description: 'If-None-Match names these bytes' })
  @Problems(404, 416, 422)
  get(
    @Ctx() context: CommandContext,
    @ArtifactAt() at: ArtifactReference,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    return this.download.answer(context, at, request, reply);
  }

  @Get('manifest')
  @ApiOperation({ operationId: 'getManifest', summary: 'The files of a version, and the digest of all of them' })
  @ApiOkResponse({ type: ManifestDto })
  @Problems(404)
  manifest(@Ctx() context: CommandContext, @Param() path: VersionPath): Promise<ManifestView> {
    return this.readManifest.execute(context, path);
  }

  @Post('finalize')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'finalizeVersion',
    summary: 'Declare a version complete: it becomes READY and its files can no longer change',
  })
  @ApiOkResponse({ type: ManifestDto, description: 'The same answer to every repeat' })
  @Problems(403, 404, 409, 412, 422)
  finalize(
    @Ctx() context: CommandContext,
    @Param() path: VersionPath,
    @Body() body: FinalizeDto,
    @OptionalIfMatch() revision: number | undefined,
  ): Promise<ManifestView> {
    return this.finalizeVersion.execute(context, { ...body, ...path, ...expecting(revision) });
  }

  @Post('verify')
  @Lengthy()
  @HttpCode(200)
  @ApiOperation({ operationId: 'verifyVersion', summary: 'Read every byte of a version again and compare it with its digests' })
  @ApiOkResponse({ type: VerificationDto })
  @Problems(403, 404)
  verify(@Ctx() context: CommandContext, @Param() path: VersionPath): Promise<VerifyVersionResult> {
    return this.verifyVersion.execute(context, path);
  }
}
