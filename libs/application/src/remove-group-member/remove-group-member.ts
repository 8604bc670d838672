import { Injectable } from '@nestjs/common';
import { GroupStore } from '#application/ports/group-store';
import { Journal } from '#application/ports/journal';
import { UserStore } from '#application/ports/user-store';
import { notFound, requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';

export interface RemoveGroupMemberCommand {
  readonly groupId: string;
  readonly userId: string;
}

/** Ends a user's membership of a group. Repeating it changes nothing. */
@Injectable()
export class RemoveGroupMember {
  constructor(
    private readonly change: IdentityChange,
    private readonly groups: GroupStore,
    private readonly users: UserStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, NOT_FOUND, or INVALID_STATE when only this membership made anybody an administrator. */
  async execute(context: CommandContext, { groupId, userId }: RemoveGroupMemberCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.identities');
    await this.change.run(context, async (tx) => {
      const group = await this.groups.find(tx, context.workspace, groupId);
      if (group === null) throw notFound(`group "${groupId}"`);
      const user = await this.users.find(tx, context.workspace, userId);
      if (user === null) throw notFound(`user "${userId}"`);
      if (!(await this.groups.removeMember(tx, groupId, userId))) return;
      const data = { group: group.name, userId, user: user.name };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'group.remove-member', outcome: 'done', objectType: 'group', objectId: groupId, data }],
      });
    });
  }
}
