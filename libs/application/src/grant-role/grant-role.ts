import { Injectable } from '@nestjs/common';
import type { RoleBinding } from '#domain/access/actor';
import { mayGrant } from '#domain/access/authorize';
import { checkPattern } from '#domain/access/pattern';
import { checkRole } from '#domain/access/role';
import { SlipwayError } from '#domain/errors/slipway-error';
import { IdentityStore, type SubjectType } from '#application/ports/identity-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, type Created } from '#application/shared/identity-change';

/** Give a user, group or service account a role on a pattern. */
export interface GrantRoleCommand {
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly role: string;
  readonly pattern: string;
}

/** Grants a role. Administrators grant anything; a manager grants roles up to the own one, on patterns within the own ones. */
@Injectable()
export class GrantRole {
  constructor(
    private readonly change: IdentityChange,
    private readonly identities: IdentityStore,
    private readonly bindings: RoleBindingStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, PERMISSION_DENIED, NOT_FOUND, ALREADY_EXISTS, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: GrantRoleCommand): Promise<Created> {
    const { subjectType, subjectId } = command;
    const role = checkRole(command.role, '/role');
    const pattern = checkPattern(command.pattern, '/pattern');
    if (!mayGrant(context.actor, { role, pattern })) throw mayNotGrant({ role, pattern });
    const id = this.ids.next('rol');
    return this.change.create(context, 'role_binding', id, async (tx) => {
      const name = await this.identities.findSubject(tx, context.workspace, subjectType, subjectId);
      if (name === null) throw notFound(`${subjectType.replace('_', ' ')} "${subjectId}"`);
      const data = { subject: { type: subjectType, id: subjectId, name }, role, pattern };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'role.grant', outcome: 'done', objectType: 'role_binding', objectId: id, data }],
      });
      const binding = { id, subjectType, subjectId, role, pattern, creatorId: context.actor.id };
      if (await this.bindings.insert(tx, context.workspace, binding, at)) return;
      throw new SlipwayError('ALREADY_EXISTS', `'${name}' has the role ${role} on '${pattern}' already.`);
    });
  }
}

/** The refusal for a role that the actor cannot give, or take away. */
export function mayNotGrant({ role, pattern }: RoleBinding): SlipwayError {
  return new SlipwayError(
    'PERMISSION_DENIED',
    `This needs the right role.grant on the whole of '${pattern}' (the weakest role that has it is manager), and there the role ${role} or a stronger one: nobody grants above their own rights.`,
    { extra: { permission: 'role.grant' } },
  );
}
