import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DefineStages } from '#application/define-stages/define-stages';
import { StageStore, type StageDefinitions } from '#application/ports/stage-store';
import type { CommandContext } from '#application/shared/command-context';
import { Ctx } from '../ctx.js';
import { IfMatch, Revisioned } from '../etag.js';
import { Problems } from '../problems.js';
import { DefineStagesDto, StageDefinitionsDto } from './stage-definitions.dto.js';

/** The stage definitions of the service. */
@ApiTags('stages')
@Controller('api/v1/stages')
export class StageDefinitionsController {
  constructor(
    private readonly stages: StageStore,
    private readonly defineStages: DefineStages,
  ) {}

  @Get()
  @Revisioned()
  @ApiOperation({ operationId: 'getStageDefinitions', summary: 'The stages and their rules' })
  @ApiOkResponse({ type: StageDefinitionsDto })
  @Problems()
  get(@Ctx() context: CommandContext): Promise<StageDefinitions> {
    return this.stages.definitions(context.workspace);
  }

  @Put()
  @Revisioned()
  @ApiOperation({ operationId: 'defineStages', summary: 'Replace the stages and their rules' })
  @ApiOkResponse({ type: StageDefinitionsDto })
  @Problems(403, 409, 412, 428)
  async put(
    @Ctx() context: CommandContext,
    @Body() body: DefineStagesDto,
    @IfMatch() expectedRevision: number | undefined,
  ): Promise<StageDefinitions> {
    await this.defineStages.execute(context, { ...body, expectedRevision });
    return this.stages.definitions(context.workspace);
  }
}
