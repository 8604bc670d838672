import { Controller, Get, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DescribeMe, type MeView } from '#application/describe-me/describe-me';
import type { CommandContext } from '#application/shared/command-context';
import { Ctx } from '../ctx.js';
import { Problems } from '../problems.js';
import { MeDto } from './me.dto.js';
import { UsedCredential } from './used-credential.js';

/** Who am I. */
@ApiTags('identity')
@Controller('api/v1')
export class MeController {
  constructor(
    private readonly describeMe: DescribeMe,
    private readonly used: UsedCredential,
  ) {}

  @Get('me')
  @ApiOperation({ operationId: 'getMe', summary: 'Who the caller is and what it may' })
  @ApiOkResponse({ type: MeDto })
  @Problems()
  async get(@Ctx() context: CommandContext, @Req() request: FastifyRequest): Promise<MeView> {
    return this.describeMe.execute(context, (await this.used.of(request))?.tokenId ?? null);
  }
}
