import { Body, Controller, Get, Param, Patch, Post, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { IdentityViews, type UserView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page } from '#application/shared/page';
import { Ctx } from '../ctx.js';
import { IfMatch, Revisioned } from '../etag.js';
import { Paged, pageOf } from '../paging.js';
import { Problems } from '../problems.js';
import { expecting } from '../expecting.js';
import { ForgetCredentials } from '../tokens/forget-credentials.js';
import { UserAnswer } from './user-answer.js';
import { CreateUserDto, UpdateUserDto, UserDto, UserListQuery, UserPageDto } from './users.dto.js';

/** People. Everybody who is signed in may see who there is; administrators change them. */
@ApiTags('identity')
@Controller('api/v1')
@UseInterceptors(ForgetCredentials)
export class UsersController {
  constructor(
    private readonly answer: UserAnswer,
    private readonly views: IdentityViews,
  ) {}

  @Post('users')
  @Revisioned()
  @ApiOperation({ operationId: 'createUser', summary: 'Make a person known' })
  @ApiCreatedResponse({ type: UserDto })
  @Problems(403, 404, 409, 413, 415, 422)
  create(@Ctx() context: CommandContext, @Body() body: CreateUserDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<UserView> {
    return this.answer.create(context, body, reply);
  }

  @Get('users')
  @Paged()
  @ApiOperation({ operationId: 'listUsers', summary: 'Users by name' })
  @ApiOkResponse({ type: UserPageDto })
  @Problems()
  list(@Ctx() context: CommandContext, @Query() query: UserListQuery): Promise<Page<UserView>> {
    return this.views.listUsers(context.workspace, context.actor, { ...query, ...pageOf(query) });
  }

  @Get('users/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'getUser', summary: 'One user' })
  @ApiOkResponse({ type: UserDto })
  @Problems(404)
  get(@Ctx() context: CommandContext, @Param('id') id: string): Promise<UserView> {
    return this.answer.find(context, id);
  }

  @Patch('users/:id')
  @Revisioned()
  @ApiOperation({ operationId: 'updateUser', summary: 'Change, disable or enable a user' })
  @ApiOkResponse({ type: UserDto })
  @Problems(403, 404, 409, 412, 413, 415, 428)
  update(
    @Ctx() context: CommandContext,
    @Param('id') userId: string,
    @IfMatch() revision: number | undefined,
    @Body() body: UpdateUserDto,
  ): Promise<UserView> {
    return this.answer.update(context, { ...body, userId, ...expecting(revision) });
  }
}
