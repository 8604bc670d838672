import { Controller, Delete, Get, HttpCode, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AddGroupMember } from '#application/add-group-member/add-group-member';
import type { GroupMemberView } from '#application/queries/identity-views';
import { RemoveGroupMember } from '#application/remove-group-member/remove-group-member';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { Paged, PageQuery, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { ForgetCredentials } from '../tokens/forget-credentials.js';
import { GroupAnswer } from './group-answer.js';
import { GroupMemberPageDto } from './groups.dto.js';

/** Who is in a group. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class GroupMembersController {
  constructor(
    private readonly answer: GroupAnswer,
    private readonly addGroupMember: AddGroupMember,
    private readonly removeGroupMember: RemoveGroupMember,
  ) {}

  @Get('groups/:id/members')
  @Paged()
  @ApiOperation({ operationId: 'listGroupMembers', summary: 'Members by name' })
  @ApiOkResponse({ type: GroupMemberPageDto })
  @Problems(404)
  list(@Ctx() context: CommandContext, @Param('id') id: string, @Query() query: PageQuery): Promise<Page<GroupMemberView>> {
    return this.answer.members(context, id, pageOf(query));
  }

  @Put('groups/:id/members/:userId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'addGroupMember', summary: 'Make a user a member' })
  @ApiNoContentResponse()
  @Problems(403, 404)
  add(@Ctx() context: CommandContext, @Param('id') groupId: string, @Param('userId') userId: string): Promise<void> {
    return this.addGroupMember.execute(context, { groupId, userId });
  }

  @Delete('groups/:id/members/:userId')
  @HttpCode(204)
  @ApiOperation({ operationId: 'removeGroupMember', summary: 'End a membership' })
  @ApiNoContentResponse()
  @Problems(403, 404, 409)
  remove(@Ctx() context: CommandContext, @Param('id') groupId: string, @Param('userId') userId: string): Promise<void> {
    return this.removeGroupMember.execute(context, { groupId, userId });
  }
}
