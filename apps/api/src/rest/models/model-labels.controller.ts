import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ModelViews, type AliasView } from '#application/queries/model-views';
import { RemoveAlias } from '#application/remove-alias/remove-alias';
import { RemoveModelTag } from '#application/remove-model-tag/remove-model-tag';
import { SetModelTag } from '#application/set-model-tag/set-model-tag';
import type { CommandContext } from '#application/shared/command-context';
import { Ctx } from '../ctx.js';
import { Problems } from '../problems.js';
import { ModelAnswer } from './model-answer.js';
import { AliasDto, AliasTargetDto, TagValueDto } from './models.dto.js';

/** Tags and aliases of a model. */
@ApiTags('models')
@Controller('api/v1/models/:model')
export class ModelLabelsController {
  constructor(
    private readonly answer: ModelAnswer,
    private readonly views: ModelViews,
    private readonly setTag: SetModelTag,
    private readonly removeTag: RemoveModelTag,
    private readonly removeAlias: RemoveAlias,
  ) {}

  @Put('tags/:key')
  @HttpCode(204)
  @ApiOperation({ operationId: 'setModelTag', summary: 'Set a tag of a model' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  putTag(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('key') key: string,
    @Body() body: TagValueDto,
  ): Promise<void> {
    return this.setTag.execute(context, { model, key, value: body.value });
  }

  @Delete('tags/:key')
  @HttpCode(204)
  @ApiOperation({ operationId: 'removeModelTag', summary: 'Remove a tag of a model; also if it is not there' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  deleteTag(@Ctx() context: CommandContext, @Param('model') model: string, @Param('key') key: string): Promise<void> {
    return this.removeTag.execute(context, { model, key });
  }

  @Get('aliases/:alias')
  @ApiOperation({ operationId: 'getAlias', summary: 'Where an alias points' })
  @ApiOkResponse({ type: AliasDto })
  @Problems(404)
  getAlias(@Ctx() context: CommandContext, @Param('model') model: string, @Param('alias') alias: string): Promise<AliasView> {
    return this.views.getAlias(context.workspace, context.actor, model, alias);
  }

  @Put('aliases/:alias')
  @ApiOperation({ operationId: 'setAlias', summary: 'Let a free alias point to a version' })
  @ApiOkResponse({ type: AliasDto })
  @Problems(403, 404)
  putAlias(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Param('alias') alias: string,
    @Body() body: AliasTargetDto,
  ): Promise<AliasView> {
    return this.answer.pointAlias(context, model, alias, body.version);
  }

  @Delete('aliases/:alias')
  @HttpCode(204)
  @ApiOperation({ operationId: 'removeAlias', summary: 'Remove a free alias; also if it is not there' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  deleteAlias(@Ctx() context: CommandContext, @Param('model') model: string, @Param('alias') alias: string): Promise<void> {
    return this.removeAlias.execute(context, { model, alias });
  }
}
