import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteVersion } from '#application/delete-version/delete-version';
import { VersionViews, type VersionView } from '#application/queries/version-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { OptionalIfMatch, Revisioned } from '../etag.js';
import { DeletionQueryDto, SearchQueryDto } from '../models/models.dto.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { VersionAnswer } from './version-answer.js';
import { VersionNumber } from './version-number.js';
import { RegisterVersionDto, UpdateVersionDto, VersionDto, VersionPageDto } from './versions.dto.js';

/** Versions of models. */
@ApiTags('versions')
@Controller('api/v1')
export class VersionsController {
  constructor(
    private readonly answer: VersionAnswer,
    private readonly views: VersionViews,
    private readonly deleteVersion: DeleteVersion,
  ) {}

  @Post('models/:model/versions')
  @Revisioned()
  @ApiOperation({ operationId: 'registerVersion', summary: 'Register the next version; READY at once where `source` is given' })
  @ApiCreatedResponse({ type: VersionDto })
  @Problems(403, 404, 413, 415, 422)
  register(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Body() body: RegisterVersionDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VersionView> {
    return this.answer.register(context, model, body, reply);
  }

  @Get('models/:model/versions')
  @Paged()
  @ApiOperation({ operationId: 'listModelVersions', summary: 'Search the versions of a model, highest number first' })
  @ApiOkResponse({ type: VersionPageDto })
  @Problems(404)
  listOfModel(@Ctx() context: CommandContext, @Param('model') model: string, @Query() query: SearchQueryDto): Promise<Page<VersionView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query), model });
  }

  @Get('versions')
  @Paged()
  @ApiOperation({ operationId: 'listVersions', summary: 'Search versions across models, newest first' })
  @ApiOkResponse({ type: VersionPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: SearchQueryDto): Promise<Page<VersionView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('models/:model/versions/:version')
  @Revisioned()
  @ApiOperation({ operationId: 'getVersion', summary: 'One version' })
  @ApiOkResponse({ type: VersionDto })
  @Problems(404)
  get(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
  ): Promise<VersionView> {
    return this.answer.get(context, { model, version });
  }

  @Patch('models/:model/versions/:version')
  @Revisioned()
  @ApiOperation({ operationId: 'updateVersion', summary: 'Change description and run link' })
  @ApiOkResponse({ type: VersionDto })
  @Problems(403, 404, 412)
  update(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Body() body: UpdateVersionDto,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<VersionView> {
    return this.answer.update(context, { model, version, expectedRevision }, body);
  }

  @Delete('models/:model/versions/:version')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteVersion', summary: 'Delete a version; its number is never used again' })
  @ApiNoContentResponse()
  @Problems(403, 404, 412, 422)
  delete(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Query() query: DeletionQueryDto,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<void> {
    return this.deleteVersion.execute(context, { ...query, model, version, expectedRevision });
  }
}
