import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IdentityViews, type TokenView } from '#application/queries/identity-views';
import { RevokeToken } from '#application/revoke-token/revoke-token';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { UsedCredential } from '../me/used-credential.js';
import { ForgetCredentials } from './forget-credentials.js';
import { TokenAnswer, type MintedTokenView } from './token-answer.js';
import { MintedTokenDto, MintTokenDto, RevokeTokenQuery, TokenDto, TokenListQuery, TokenPageDto } from './tokens.dto.js';

/** API tokens: own ones, those of own service accounts; administrators see all. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class TokensController {
  constructor(
    private readonly answer: TokenAnswer,
    private readonly revokeToken: RevokeToken,
    private readonly views: IdentityViews,
    private readonly used: UsedCredential,
  ) {}

  @Post('tokens')
  @ApiOperation({ operationId: 'mintToken', summary: 'Make a token; its text is shown once' })
  @ApiCreatedResponse({ type: MintedTokenDto })
  @Problems(403, 404, 409, 413, 415, 422)
  mint(
    @Ctx() context: CommandContext,
    @Body() body: MintTokenDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MintedTokenView> {
    return this.answer.mint(context, body, request, reply);
  }

  @Get('tokens')
  @Paged()
  @ApiOperation({ operationId: 'listTokens', summary: 'Tokens, newest first' })
  @ApiOkResponse({ type: TokenPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: TokenListQuery): Promise<Page<TokenView>> {
    return this.views.listTokens(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('tokens/:id')
  @ApiOperation({ operationId: 'getToken', summary: 'One token, without its text' })
  @ApiOkResponse({ type: TokenDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<TokenView> {
    return this.answer.find(context, id);
  }

  @Delete('tokens/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'revokeToken', summary: 'End a token at once' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  async revoke(
    @Ctx() context: CommandContext,
    @Param('id') tokenId: string,
    @Query() query: RevokeTokenQuery,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const usedTokenId = (await this.used.of(request))?.tokenId ?? null;
    return this.revokeToken.execute(context, { tokenId, usedTokenId, ...query });
  }
}
