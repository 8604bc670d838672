import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteModel } from '#application/delete-model/delete-model';
import { ModelViews, type ModelView } from '#application/queries/model-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Lengthy } from '../../http/lengthy.js';
import { Ctx } from '../ctx.js';
import { OptionalIfMatch, Revisioned } from '../etag.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { ModelAnswer } from './model-answer.js';
import { CreateModelDto, DeletionQueryDto, ModelDto, ModelPageDto, RenameModelDto, SearchQueryDto, UpdateModelDto } from './models.dto.js';

/** Registered models. */
@ApiTags('models')
@Controller('api/v1')
export class ModelsController {
  constructor(
    private readonly answer: ModelAnswer,
    private readonly views: ModelViews,
    private readonly deleteModel: DeleteModel,
  ) {}

  @Post('models')
  @Revisioned()
  @ApiOperation({ operationId: 'createModel', summary: 'Register a model' })
  @ApiCreatedResponse({ type: ModelDto })
  @Problems(403, 404, 409, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreateModelDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ModelView> {
    return this.answer.create(context, body, reply);
  }

  @Get('models')
  @Paged()
  @ApiOperation({ operationId: 'listModels', summary: 'Search models, by name' })
  @ApiOkResponse({ type: ModelPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: SearchQueryDto): Promise<Page<ModelView>> {
    return this.views.list(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('models/:model')
  @Revisioned()
  @ApiOperation({ operationId: 'getModel', summary: 'One model, by name or id' })
  @ApiOkResponse({ type: ModelDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('model') model: string): Promise<ModelView> {
    return this.answer.get(context, model);
  }

  @Patch('models/:model')
  @Revisioned()
  @ApiOperation({ operationId: 'updateModel', summary: 'Change the description' })
  @ApiOkResponse({ type: ModelDto })
  @Problems(403, 404, 412)
  update(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Body() body: UpdateModelDto,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<ModelView> {
    return this.answer.update(context, model, body, expectedRevision);
  }

  @Delete('models/:model')
  @Lengthy()
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteModel', summary: 'Delete a model with all its versions' })
  @ApiNoContentResponse()
  @Problems(403, 404, 412, 422)
  delete(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Query() query: DeletionQueryDto,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<void> {
    return this.deleteModel.execute(context, { ...query, model, expectedRevision });
  }

  @Post('models/:model/rename')
  @HttpCode(200)
  @Revisioned()
  @ApiOperation({ operationId: 'renameModel', summary: 'Give a model another name' })
  @ApiOkResponse({ type: ModelDto })
  @Problems(403, 404, 409, 412, 422)
  rename(
    @Ctx() context: CommandContext,
    @Param('model') model: string,
    @Body() body: RenameModelDto,
    @OptionalIfMatch() expectedRevision: number | undefined,
  ): Promise<ModelView> {
    return this.answer.rename(context, model, body, expectedRevision);
  }
}
