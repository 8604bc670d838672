import { Injectable } from '@nestjs/common';
import { checkDescription } from '#domain/registry/description';
import { checkLink } from '#domain/registry/run-reference';
import { VersionStore, type StoredVersion } from '#application/ports/version-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

/** Change what a version says about itself; what is absent stays. */
export interface UpdateVersionCommand {
  readonly model: string;
  readonly version: number;
  readonly description?: string;
  /** Null removes it. */
  readonly runLink?: string | null;
  readonly expectedRevision?: number | undefined;
}

/** Changes description and run link of a version. Values that it has already change nothing and tell nobody. */
@Injectable()
export class UpdateVersion {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE. */
  async execute(context: CommandContext, command: UpdateVersionCommand): Promise<void> {
    if (command.description !== undefined) checkDescription(command.description, '/description');
    if (typeof command.runLink === 'string') checkLink(command.runLink, '/runLink');
    return this.change.ofVersion(context, { ...command, permission: 'version.write' }, async ({ tx, version, record }) => {
      const changes = differences(version, command);
      const changed = Object.keys(changes);
      if (changed.length === 0) return;
      const before = { description: version.description, runLink: version.runLink };
      const at = await record(
        [
          newEvent(
            'version.updated',
            { version: version.version, changed, ...(changes.description === undefined ? {} : { description: changes.description }) },
            version.stage,
          ),
        ],
        [
          {
            action: 'version.update',
            outcome: 'done',
            objectType: 'version',
            objectId: version.id,
            data: { version: version.version, before, after: { ...before, ...changes } },
          },
        ],
      );
      await this.versions.update(tx, version.id, changes, at);
    });
  }
}

function differences(
  version: StoredVersion,
  { description, runLink }: UpdateVersionCommand,
): Pick<UpdateVersionCommand, 'description' | 'runLink'> {
  return {
    ...(description === undefined || description === version.description ? {} : { description }),
    ...(runLink === undefined || runLink === version.runLink ? {} : { runLink }),
  };
}
