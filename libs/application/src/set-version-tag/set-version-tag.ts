import { Injectable } from '@nestjs/common';
import { checkTagKey, checkTagValue } from '#domain/registry/tag-key';
import { VersionStore } from '#application/ports/version-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface SetVersionTagCommand {
  readonly model: string;
  readonly version: number;
  readonly key: string;
  readonly value: string;
}

/** Sets a tag of a version. Setting the value that it has changes nothing and tells nobody. */
@Injectable()
export class SetVersionTag {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED. */
  async execute(context: CommandContext, command: SetVersionTagCommand): Promise<void> {
    const key = checkTagKey(command.key, '/key');
    const value = checkTagValue(command.value, '/value');
    const target = { model: command.model, version: command.version, permission: 'tag.write' } as const;
    return this.change.ofVersion(context, target, async ({ tx, version, record }) => {
      if (!(await this.versions.setTag(tx, context.workspace, version.id, key, value))) return;
      const data = { version: version.version, key, value };
      await record(
        [newEvent('version.tag_set', data, version.stage)],
        [{ action: 'version.set-tag', outcome: 'done', objectType: 'version', objectId: version.id, data }],
      );
    });
  }
}
