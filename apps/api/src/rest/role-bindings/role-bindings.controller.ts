import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IdentityViews, type RoleBindingView } from '#application/queries/identity-views';
import { RevokeRole } from '#application/revoke-role/revoke-role';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { ForgetCredentials } from '../tokens/forget-credentials.js';
import { RoleBindingAnswer } from './role-binding-answer.js';
import { GrantRoleDto, RoleBindingDto, RoleBindingListQuery, RoleBindingPageDto } from './role-bindings.dto.js';

/** Roles on patterns. Everybody sees the own ones, managers those within their patterns. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class RoleBindingsController {
  constructor(
    private readonly answer: RoleBindingAnswer,
    private readonly revokeRole: RevokeRole,
    private readonly views: IdentityViews,
  ) {}

  @Post('role-bindings')
  @ApiOperation({ operationId: 'grantRole', summary: 'Give a role on a pattern' })
  @ApiCreatedResponse({ type: RoleBindingDto })
  @Problems(403, 404, 409, 413, 415, 422)
  grant(
    @Ctx() context: CommandContext,
    @Body() body: GrantRoleDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RoleBindingView> {
    return this.answer.grant(context, body, reply);
  }

  @Get('role-bindings')
  @Paged()
  @ApiOperation({ operationId: 'listRoleBindings', summary: 'Roles, newest first' })
  @ApiOkResponse({ type: RoleBindingPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: RoleBindingListQuery): Promise<Page<RoleBindingView>> {
    return this.views.listRoleBindings(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('role-bindings/:id')
  @ApiOperation({ operationId: 'getRoleBinding', summary: 'One role binding' })
  @ApiOkResponse({ type: RoleBindingDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<RoleBindingView> {
    return this.answer.find(context, id);
  }

  @Delete('role-bindings/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'revokeRole', summary: 'Take a role away' })
  @ApiNoContentResponse()
  @Problems(403, 404, 409)
  revoke(@Ctx() context: CommandContext, @Param('id') bindingId: string): Promise<void> {
    return this.revokeRole.execute(context, { bindingId });
  }
}
