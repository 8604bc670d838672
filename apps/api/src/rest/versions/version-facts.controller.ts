import { Body, Controller, Delete, HttpCode, Param, Patch, Put } from '@nestjs/common';
import { ApiBody, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { VersionView } from '#application/queries/version-views';
import { RemoveVersionTag } from '#application/remove-version-tag/remove-version-tag';
import { SetVersionTag } from '#application/set-version-tag/set-version-tag';
import type { CommandContext } from '#application/shared/command-context';
import { Ctx } from '../ctx.js';
import { OptionalIfMatch, Revisioned } from '../etag.js';
import { TagValueDto } from '../models/models.dto.js';
import { Problems } from '../problems.js';
import { VersionAnswer } from './version-answer.js';
import { VersionNumber } from './version-number.js';
import { ReportCheckDto, VersionDto } from './versions.dto.js';

const METRIC = { oneOf: [{ type: 'number' }, { type: 'string', enum: ['NaN', 'Infinity', '-Infinity'] }], nullable: true };
const METRICS = {
  type: 'object',
  additionalProperties: METRIC,
  maxProperties: 1_000,
  description: 'null removes a key; keys that are not named stay',
};
const PARAMS = { ...METRICS, additionalProperties: { type: 'string', maxLength: 6_000, nullable: true } };

/** What is known of a version: tags, metrics, params and checks. */
@ApiTags('versions')
@Controller('api/v1/models/:model/versions/:version')
export class VersionFactsController {
  constructor(
    private readonly answer: VersionAnswer,
    private readonly setTag: SetVersionTag,
    private readonly removeTag: RemoveVersionTag,
  ) {}

  @Put('tags/:key')
  @HttpCode(204)
  @ApiOperation({ operationId: 'setVersionTag', summary: 'Set a tag of a version' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  putTag(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Param('key') key: string,
    @Body() body: TagValueDto,
  ): Promise<void> {
    return this.setTag.execute(context, { model, version, key, value: body.value });
  }

  @Delete('tags/:key')
  @HttpCode(204)
  @ApiOperation({ operationId: 'removeVersionTag', summary: 'Remove a tag of a version; also if it is not there' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  deleteTag(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Param('key') key: string,
  ): Promise<void> {
    return this.removeTag.execute(context, { model, version, key });
  }

  @Patch('metrics')
  @Revisioned()
  @ApiOperation({ operationId: 'logMetrics', summary: 'Set and remove metrics, all at once' })
  @ApiBody({ schema: METRICS })
  @ApiOkResponse({ type: VersionDto })
  @Problems(403, 404, 412)
  metrics(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Body() metrics: Record<string, unknown>,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<VersionView> {
    return this.answer.metrics(context, { model, version, expectedRevision }, metrics);
  }

  @Patch('params')
  @Revisioned()
  @ApiOperation({ operationId: 'logParams', summary: 'Set and remove params, all at once' })
  @ApiBody({ schema: PARAMS })
  @ApiOkResponse({ type: VersionDto })
  @Problems(403, 404, 412)
  params(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Body() params: Record<string, string | null>,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<VersionView> {
    return this.answer.params(context, { model, version, expectedRevision }, params);
  }

  @Put('checks/:name')
  @Revisioned()
  @ApiOperation({ operationId: 'reportCheck', summary: 'Report what an outside system found' })
  @ApiOkResponse({ type: VersionDto, description: 'The version, with the check in `checks`' })
  @Problems(403, 404)
  check(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('version', VersionNumber) version: number,
    @Param('name') name: string,
    @Body() body: ReportCheckDto,
  ): Promise<VersionView> {
    return this.answer.check(context, { model, version }, name, body);
  }
}
