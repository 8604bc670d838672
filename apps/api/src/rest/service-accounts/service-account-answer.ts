import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateServiceAccount, type CreateServiceAccountCommand } from '#application/create-service-account/create-service-account';
import { IdentityViews, type ServiceAccountView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import { UpdateServiceAccount, type UpdateServiceAccountCommand } from '#application/update-service-account/update-service-account';
import { answerCreated, found } from '../created-answer.js';

/** Runs the commands for service accounts and renders the account that they concern. */
@Injectable()
export class ServiceAccountAnswer {
  constructor(
    private readonly createAccount: CreateServiceAccount,
    private readonly updateAccount: UpdateServiceAccount,
    private readonly views: IdentityViews,
  ) {}

  async create(context: CommandContext, command: CreateServiceAccountCommand, reply: FastifyReply): Promise<ServiceAccountView> {
    const made = await this.createAccount.execute(context, command);
    answerCreated(reply, 'service-accounts', made);
    return this.find(context, made.id);
  }

  async update(context: CommandContext, command: UpdateServiceAccountCommand): Promise<ServiceAccountView> {
    await this.updateAccount.execute(context, command);
    return this.find(context, command.accountId);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<ServiceAccountView> {
    return found(await this.views.findServiceAccount(context.workspace, context.actor, id), `service account "${id}"`);
  }
}
