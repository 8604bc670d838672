import { Injectable } from '@nestjs/common';
import { VersionStore } from '#application/ports/version-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface RemoveVersionTagCommand {
  readonly model: string;
  readonly version: number;
  readonly key: string;
}

/** Removes a tag of a version. Removing one that is not there changes nothing, so a repeat is safe. */
@Injectable()
export class RemoveVersionTag {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND (of model or version), VERSION_DELETED, PERMISSION_DENIED. */
  async execute(context: CommandContext, command: RemoveVersionTagCommand): Promise<void> {
    const { key } = command;
    const target = { model: command.model, version: command.version, permission: 'tag.write' } as const;
    return this.change.ofVersion(context, target, async ({ tx, version, record }) => {
      if (!(await this.versions.removeTag(tx, version.id, key))) return;
      const data = { version: version.version, key };
      await record(
        [newEvent('version.tag_removed', data, version.stage)],
        [{ action: 'version.remove-tag', outcome: 'done', objectType: 'version', objectId: version.id, data }],
      );
    });
  }
}
