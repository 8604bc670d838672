import { Injectable } from '@nestjs/common';
import { GroupStore } from '#application/ports/group-store';
import { Journal } from '#application/ports/journal';
import { UserStore } from '#application/ports/user-store';
import { notFound, requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange } from '#application/shared/identity-change';

export interface AddGroupMemberCommand {
  readonly groupId: string;
  readonly userId: string;
}

/** Makes a user a member of a group, and so a holder of its roles. Repeating it changes nothing. */
@Injectable()
export class AddGroupMember {
  constructor(
    private readonly change: IdentityChange,
    private readonly groups: GroupStore,
    private readonly users: UserStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, NOT_FOUND. */
  async execute(context: CommandContext, { groupId, userId }: AddGroupMemberCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.identities');
    await this.change.run(context, async (tx) => {
      const group = await this.groups.find(tx, context.workspace, groupId);
      if (group === null) throw notFound(`group "${groupId}"`);
      const user = await this.users.find(tx, context.workspace, userId);
      if (user === null) throw notFound(`user "${userId}"`);
      if (!(await this.groups.addMember(tx, context.workspace, groupId, userId))) return;
      const data = { group: group.name, userId, user: user.name };
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'group.add-member', outcome: 'done', objectType: 'group', objectId: groupId, data }],
      });
    });
  }
}
