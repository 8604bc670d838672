import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GrantRole } from '#application/grant-role/grant-role';
import { IdentityViews, type RoleBindingView } from '#application/queries/identity-views';
import type { CommandContext } from '#application/shared/command-context';
import { answerCreated, found } from '../created-answer.js';
import type { GrantRoleDto } from './role-bindings.dto.js';

/** Grants roles and renders bindings. */
@Injectable()
export class RoleBindingAnswer {
  constructor(
    private readonly grantRole: GrantRole,
    private readonly views: IdentityViews,
  ) {}

  async grant(context: CommandContext, { subject, role, pattern }: GrantRoleDto, reply: FastifyReply): Promise<RoleBindingView> {
    const made = await this.grantRole.execute(context, { subjectType: subject.type, subjectId: subject.id, role, pattern });
    answerCreated(reply, 'role-bindings', made);
    return this.find(context, made.id);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<RoleBindingView> {
    return found(await this.views.findRoleBinding(context.workspace, context.actor, id), `role binding "${id}"`);
  }
}
