import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DeleteGroup } from '#application/delete-group/delete-group';
import { IdentityViews, type GroupView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { IfMatch, OptionalIfMatch, Revisioned } from '../etag.js';
import { expecting } from '../expecting.js';
import { Paged, PageQuery, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { ForgetCredentials } from '../tokens/forget-credentials.js';
import { GroupAnswer } from './group-answer.js';
import { CreateGroupDto, GroupDto, GroupPageDto, UpdateGroupDto } from './groups.dto.js';

/** Groups of users. Everybody who is signed in may see them; administrators change them. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class GroupsController {
  constructor(
    private readonly answer: GroupAnswer,
    private readonly deleteGroup: DeleteGroup,
    private readonly views: IdentityViews,
  ) {}

  @Post('groups')
  @Revisioned()
  @ApiOperation({ operationId: 'createGroup', summary: 'Create a group' })
  @ApiCreatedResponse({ type: GroupDto })
  @Problems(403, 404, 409, 413, 415, 422)
  create(
    @Ctx() context: CommandContext,
    @Body() body: CreateGroupDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GroupView> {
    return this.answer.create(context, body, reply);
  }

  @Get('groups')
  @Paged()
  @ApiOperation({ operationId: 'listGroups', summary: 'Groups by name' })
  @ApiOkResponse({ type: GroupPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: PageQuery): Promise<Page<GroupView>> {
    return this.views.listGroups(context.workspace, context.actor, pageOf(query));
  }

  @Get('groups/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'getGroup', summary: 'One group' })
  @ApiOkResponse({ type: GroupDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<GroupView> {
    return this.answer.find(context, id);
  }

  @Patch('groups/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'updateGroup', summary: 'Rename or describe a group' })
  @ApiOkResponse({ type: GroupDto })
  @Problems(403, 404, 409, 412, 413, 415, 428)
  update(
    @Ctx() context: CommandContext,
    @Param('id') groupId: string,
    @IfMatch() revision: number | undefined,
    @Body() body: UpdateGroupDto,
  ): Promise<GroupView> {
    return this.answer.update(context, { ...body, groupId, ...expecting(revision) });
  }

  @Delete('groups/:id')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteGroup', summary: 'Delete a group with its memberships and roles' })
  @ApiNoContentResponse()
  @Problems(403, 404, 409, 412)
  delete(@Ctx() context: CommandContext, @Param('id') groupId: string, @OptionalIfMatch() revision: number | undefined): Promise<void> {
    return this.deleteGroup.execute(context, { groupId, ...expecting(revision) });
  }
}
