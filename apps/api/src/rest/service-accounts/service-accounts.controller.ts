import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteServiceAccount } from '#application/delete-service-account/delete-service-account';
import { IdentityViews, type ServiceAccountView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { IfMatch, OptionalIfMatch, Revisioned } from '../etag.js';
import { expecting } from '../expecting.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { ForgetCredentials } from '../tokens/forget-credentials.js';
import { ServiceAccountAnswer } from './service-account-answer.js';
import {
  CreateServiceAccountDto,
  ServiceAccountDto,
  ServiceAccountListQuery,
  ServiceAccountPageDto,
  UpdateServiceAccountDto,
} from './service-accounts.dto.js';

/** Automation that belongs to a user, who sees it; administrators see all. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class ServiceAccountsController {
  constructor(
    private readonly answer: ServiceAccountAnswer,
    private readonly deleteAccount: DeleteServiceAccount,
    private readonly views: IdentityViews,
  ) {}

  @Post('service-accounts')
  @Revisioned()
  @ApiOperation({ operationId: 'createServiceAccount', summary: 'Create a service account' })
  @ApiCreatedResponse({ type: ServiceAccountDto })
  @Problems(403, 404, 409, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreateServiceAccountDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountView> {
    return this.answer.create(context, body, reply);
  }

  @Get('service-accounts')
  @Paged()
  @ApiOperation({ operationId: 'listServiceAccounts', summary: 'Service accounts by name' })
  @ApiOkResponse({ type: ServiceAccountPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: ServiceAccountListQuery): Promise<Page<ServiceAccountView>> {
    return this.views.listServiceAccounts(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('service-accounts/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'getServiceAccount', summary: 'One service account' })
  @ApiOkResponse({ type: ServiceAccountDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<ServiceAccountView> {
    return this.answer.find(context, id);
  }

  @Patch('service-accounts/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'updateServiceAccount', summary: 'Describe, disable, enable or hand over a service account' })
  @ApiOkResponse({ type: ServiceAccountDto })
  @Problems(403, 404, 412, 413, 415, 428)
  update(
    @Ctx() context: CommandContext,
    @Param('id') accountId: string,
    @IfMatch() revision: number | undefined,
    @Body() body: UpdateServiceAccountDto,
  ): Promise<ServiceAccountView> {
    return this.answer.update(context, { ...body, accountId, ...expecting(revision) });
  }

  @Delete('service-accounts/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteServiceAccount', summary: 'Delete a service account with its roles and tokens' })
  @ApiNoContentResponse()
  @Problems(404, 412)
  delete(@Ctx() context: CommandContext, @Param('id') accountId: string, @OptionalIfMatch() revision: number | undefined): Promise<void> {
    return this.deleteAccount.execute(context, { accountId, ...expecting(revision) });
  }
}
