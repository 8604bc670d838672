import { Injectable } from '@nestjs/common';
import { GroupStore } from '#application/ports/group-store';
import { Journal } from '#application/ports/journal';
import { RoleBindingStore } from '#application/ports/role-binding-store';
import { notFound, requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, staleRevision } from '#application/shared/identity-change';

export interface DeleteGroupCommand {
  readonly groupId: string;
  readonly expectedRevision?: number;
}

/** Deletes a group with its memberships and roles. */
@Injectable()
export class DeleteGroup {
  constructor(
    private readonly change: IdentityChange,
    private readonly groups: GroupStore,
    private readonly bindings: RoleBindingStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, NOT_FOUND, REVISION_STALE, or INVALID_STATE when only this group made anybody an administrator. */
  async execute(context: CommandContext, { groupId, expectedRevision }: DeleteGroupCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.identities');
    await this.change.run(context, async (tx) => {
      const group = await this.groups.find(tx, context.workspace, groupId);
      if (group === null) throw notFound(`group "${groupId}"`);
      if (expectedRevision !== undefined && expectedRevision !== group.revision) throw staleRevision('group', group.revision);
      const bindings = await this.bindings.deleteAllOf(tx, 'group', groupId);
      await this.groups.delete(tx, groupId);
      const data = { name: group.name, bindings: bindings.map(({ role, pattern }) => ({ role, pattern })) };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'group.delete', outcome: 'done', objectType: 'group', objectId: groupId, data }],
      });
    });
  }
}
