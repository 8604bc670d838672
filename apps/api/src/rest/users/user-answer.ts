import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateUser, type CreateUserCommand } from '#application/create-user/create-user';
import { IdentityViews, type UserView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import { UpdateUser, type UpdateUserCommand } from '#application/update-user/update-user';
import { answerCreated, found } from '../created-answer.js';

/** Runs the commands for users and renders the user that they concern. */
@Injectable()
export class UserAnswer {
  constructor(
    private readonly createUser: CreateUser,
    private readonly updateUser: UpdateUser,
    private readonly views: IdentityViews,
  ) {}

  async create(context: CommandContext, command: CreateUserCommand, reply: FastifyReply): Promise<UserView> {
    const made = await this.createUser.execute(context, command);
    answerCreated(reply, 'users', made);
    return this.find(context, made.id);
  }

  async update(context: CommandContext, command: UpdateUserCommand): Promise<UserView> {
    await this.updateUser.execute(context, command);
    return this.find(context, command.userId);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<UserView> {
    return found(await this.views.findUser(context.workspace, context.actor, id), `user "${id}"`);
  }
}
