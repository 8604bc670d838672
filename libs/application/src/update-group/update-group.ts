import { Injectable } from '@nestjs/common';
import { checkDescription, checkIdentityName } from '#domain/access/identity-fields';
import { SlipwayError } from '#domain/errors/slipway-error';
import { GroupStore, type GroupChange } from '#application/ports/group-store';
import { Journal } from '#application/ports/journal';
import { notFound, requireServiceWide } from '#application/shared/access';
import { changesOf } from '#application/shared/changes';
import type { CommandContext } from '#application/shared/command-context';
import { IdentityChange, staleRevision } from '#application/shared/identity-change';

/** Rename a group or describe it anew; absent fields stay. */
export interface UpdateGroupCommand {
  readonly groupId: string;
  readonly expectedRevision?: number;
  readonly name?: string;
  readonly description?: string;
}

/** Changes a group; its members and roles stay. */
@Injectable()
export class UpdateGroup {
  constructor(
    private readonly change: IdentityChange,
    private readonly groups: GroupStore,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, REVISION_STALE. */
  async execute(context: CommandContext, command: UpdateGroupCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.identities');
    const { groupId, expectedRevision, name, description } = command;
    const wish: GroupChange = {
      ...(name === undefined ? {} : { name: checkIdentityName(name, '/name') }),
      ...(description === undefined ? {} : { description: checkDescription(description, '/description') }),
    };
    await this.change.run(context, async (tx) => {
      const group = await this.groups.find(tx, context.workspace, groupId);
      if (group === null) throw notFound(`group "${groupId}"`);
      if (expectedRevision !== undefined && expectedRevision !== group.revision) throw staleRevision('group', group.revision);
      const changes = changesOf<GroupChange>(group, wish);
      if (!changes.any) return;
      const renamed = changes.write.name;
      if (renamed !== undefined && (await this.groups.isNameTaken(tx, context.workspace, renamed))) {
        throw new SlipwayError('ALREADY_EXISTS', `There is a group '${renamed}' already.`);
      }
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'group.update', outcome: 'done', objectType: 'group', objectId: group.id, data: { ...changes.audit } }],
      });
      if (!(await this.groups.update(tx, group.id, group.revision, changes.write))) throw staleRevision('group', group.revision + 1);
    });
  }
}
