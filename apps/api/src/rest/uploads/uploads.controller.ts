import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AbortUpload } from '#application/abort-upload/abort-upload';
import type { UploadView } from '#application/read-upload/read-upload';
import type { CommandContext } from '#application/shared/command-context';
import { TakesSignedAddress } from '../../auth/signed-address.js';
import { StreamBody } from '../../http/body-mode.js';
import { Lengthy } from '../../http/lengthy.js';
import { VersionPath } from '../artifacts/artifacts.dto.js';
import { Ctx } from '../ctx.js';
import { Problems } from '../problems.js';
import { UploadAnswer } from './upload-answer.js';
import { ArrivedPartDto, BeginUploadDto, PartPath, PartsQuery, SignedQuery, UploadDto, UploadPath } from './uploads.dto.js';

/** Large files, in parts that can be sent again. */
@ApiTags('artifacts')
@Controller('api/v1/models/:model/versions/:version/uploads')
export class UploadsController {
  constructor(
    private readonly answer: UploadAnswer,
    private readonly abortUpload: AbortUpload,
  ) {}

  @Post()
  @ApiOperation({ operationId: 'beginUpload', summary: 'Begin to upload a large file by parts' })
  @ApiCreatedResponse({ type: UploadDto })
  @Problems(403, 404, 409, 413, 415, 422, 507)
  begin(
    @Ctx() context: CommandContext,
    @Param() path: VersionPath,
    @Body() body: BeginUploadDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadView> {
    return this.answer.begin(context, path, body, request, reply);
  }

  @Get(':upload')
  @ApiOperation({ operationId: 'getUpload', summary: 'What of an upload has arrived, and fresh addresses for what has not' })
  @ApiOkResponse({ type: UploadDto })
  @Problems(403, 404)
  read(
    @Ctx() context: CommandContext,
    @Param() path: UploadPath,
    @Query() query: PartsQuery,
    @Req() request: FastifyRequest,
  ): Promise<UploadView> {
    return this.answer.read(context, path, query, request);
  }

  @Put(':upload/parts/:part')
  @StreamBody()
  @TakesSignedAddress()
  @ApiOperation({ operationId: 'putUploadPart', summary: 'Send the bytes of one part, as often as needed: of several the last counts' })
  @ApiHeader({ name: 'Repr-Digest', required: false, description: 'sha-256=:Base64: of the bytes; compared before they are kept.' })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: ArrivedPartDto })
  @Problems(403, 404, 409, 415, 507)
  part(
    @Param() path: PartPath,
    @Query() query: SignedQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ArrivedPartDto> {
    return this.answer.part(path, query, request, reply);
  }

  @Post(':upload/complete')
  @Lengthy()
  @HttpCode(200)
  @ApiOperation({ operationId: 'completeUpload', summary: 'Make the parts a file of the version; repeat it after a 202' })
  @ApiOkResponse({ type: UploadDto, description: 'Completed; the same answer to every repeat' })
  @ApiAcceptedResponse({ type: UploadDto, description: 'The bytes are still being read and compared' })
  @Problems(403, 404, 409)
  complete(
    @Ctx() context: CommandContext,
    @Param() path: UploadPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadView> {
    return this.answer.complete(context, path, request, reply);
  }

  @Delete(':upload')
  @HttpCode(204)
  @ApiOperation({ operationId: 'abortUpload', summary: 'Give up an upload and forget its parts' })
  @ApiNoContentResponse()
  @Problems(403, 404, 409)
  abort(@Ctx() context: CommandContext, @Param() { model, version, upload }: UploadPath): Promise<void> {
    return this.abortUpload.execute(context, { model, version, uploadId: upload });
  }
}
