import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateGroup, type CreateGroupCommand } from '#application/create-group/create-group';
import { IdentityViews, type GroupMemberView, type GroupView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import type { Page, PageRequest } from '#application/shared/page';
import { UpdateGroup, type UpdateGroupCommand } from '#application/update-group/update-group';
import { answerCreated, found } from '../created-answer.js';

/** Runs the commands for groups and renders the group that they concern. */
@Injectable()
export class GroupAnswer {
  constructor(
    private readonly createGroup: CreateGroup,
    private readonly updateGroup: UpdateGroup,
    private readonly views: IdentityViews,
  ) {}

  async create(context: CommandContext, command: CreateGroupCommand, reply: FastifyReply): Promise<GroupView> {
    const made = await this.createGroup.execute(context, command);
    answerCreated(reply, 'groups', made);
    return this.find(context, made.id);
  }

  async update(context: CommandContext, command: UpdateGroupCommand): Promise<GroupView> {
    await this.updateGroup.execute(context, command);
    return this.find(context, command.groupId);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<GroupView> {
    return found(await this.views.findGroup(context.workspace, context.actor, id), `group "${id}"`);
  }

  /** @throws SlipwayError NOT_FOUND for the group */
  async members(context: CommandContext, id: string, page: PageRequest): Promise<Page<GroupMemberView>> {
    return found(await this.views.listMembers(context.workspace, context.actor, id, page), `group "${id}"`);
  }
}
