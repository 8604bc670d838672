import { Injectable } from '@nestjs/common';
import { mayGrant } from '#domain/access/authorize';
import { IdentityStore } from '#application/ports/identity-store';
import { Journal } from '#application/ports/journal';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { mayNotGrant } from '#application/grant-role/grant-role';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';

export interface RevokeRoleCommand {
  readonly bindingId: string;
}

/** Takes a role away; whoever may grant it may. */
@Injectable()
export class RevokeRole {
  constructor(
    private readonly change: IdentityChange,
    private readonly identities: IdentityStore,
    private readonly bindings: RoleBindingStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError NOT_FOUND (also for bindings outside the own patterns), PERMISSION_DENIED, or INVALID_STATE for the last administrator's. */
  async execute(context: CommandContext, { bindingId }: RevokeRoleCommand): Promise<void> {
    const { actor, workspace } = context;
    await this.change.run(context, async (tx) => {
      const binding = await this.bindings.find(tx, workspace, bindingId);
      // Seen by whoever may grant there at all, and by its subject.
      const seen = binding !== null && (binding.subjectId === actor.id || mayGrant(actor, { role: 'reader', pattern: binding.pattern }));
      if (!seen) throw notFound(`role binding "${bindingId}"`);
      if (!mayGrant(actor, binding)) throw mayNotGrant(binding);
      const { subjectType, subjectId, role, pattern } = binding;
      const name = await this.identities.findSubject(tx, workspace, subjectType, subjectId);
      await this.bindings.delete(tx, bindingId);
      const data = { subject: { type: subjectType, id: subjectId, name }, role, pattern };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'role.revoke', outcome: 'done', objectType: 'role_binding', objectId: bindingId, data }],
      });
    });
  }
}
