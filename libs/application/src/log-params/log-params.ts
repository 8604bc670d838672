import { Injectable } from '@nestjs/common';
import { VersionStore } from '#application/ports/version-store';
import { checkedParams, requireSomeEntries, splitRemovals } from '#application/shared/checked-entries';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface LogParamsCommand {
  readonly model: string;
  readonly version: number;
  /** Null removes the key. Keys that are not named stay. */
  readonly params: Readonly<Record<string, string | null>>;
  readonly expectedRevision?: number | undefined;
}

/** Sets and removes params of a version: one statement and one event, however many keys. */
@Injectable()
export class LogParams {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT with one pointer per wrong entry, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE. */
  async execute(context: CommandContext, command: LogParamsCommand): Promise<void> {
    requireSomeEntries(command.params, '');
    const { set: given, removed } = splitRemovals(command.params);
    const set = checkedParams(given, '');
    return this.change.ofVersion(context, { ...command, permission: 'version.write' }, async ({ tx, version, record }) => {
      const at = await record(
        [
          newEvent(
            'version.updated',
            { version: version.version, changed: ['params'], params: [...Object.keys(set), ...removed] },
            version.stage,
          ),
        ],
        [
          {
            action: 'version.log-params',
            outcome: 'done',
            objectType: 'version',
            objectId: version.id,
            data: { version: version.version, set, removed },
          },
        ],
      );
      await this.versions.changeParams(tx, context.workspace, version.id, { set, removed }, at);
    });
  }
}
