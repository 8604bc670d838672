import { Injectable } from '@nestjs/common';
import { checkDescription, checkIdentityName } from '#domain/access/identity-fields';
import { SlipwayError } from '#domain/errors/slipway-error';
import { GroupStore } from '#application/ports/group-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, type Created } from '#application/shared/identity-change';

export interface CreateGroupCommand {
  readonly name: string;
  readonly description?: string;
}

/** Creates a group without members and roles. */
@Injectable()
export class CreateGroup {
  constructor(
    private readonly change: IdentityChange,
    private readonly groups: GroupStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT, ALREADY_EXISTS, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateGroupCommand): Promise<Created> {
    requireServiceWide(context.actor, 'admin.identities');
    const group = {
      id: this.ids.next('grp'),
      name: checkIdentityName(command.name, '/name'),
      description: checkDescription(command.description ?? '', '/description'),
    };
    return this.change.create(context, 'group', group.id, async (tx) => {
      const { name, description } = group;
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'group.create', outcome: 'done', objectType: 'group', objectId: group.id, data: { name, description } }],
      });
      if (await this.groups.insert(tx, context.workspace, group, at)) return;
      throw new SlipwayError('ALREADY_EXISTS', `There is a group '${name}' already.`);
    });
  }
}
