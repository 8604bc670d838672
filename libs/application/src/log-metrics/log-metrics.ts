import { Injectable } from '@nestjs/common';
import { VersionStore } from '#application/ports/version-store';
import { checkedMetrics, requireSomeEntries, splitRemovals } from '#application/shared/checked-entries';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface LogMetricsCommand {
  readonly model: string;
  readonly version: number;
  /** Numbers, or the strings NaN, Infinity and -Infinity; null removes the key. Keys that are not named stay. */
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly expectedRevision?: number | undefined;
}

/** Sets and removes metrics of a version: one statement and one event, however many keys. */
@Injectable()
export class LogMetrics {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT with one pointer per wrong entry, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE. */
  async execute(context: CommandContext, command: LogMetricsCommand): Promise<void> {
    requireSomeEntries(command.metrics, '');
    const { set: given, removed } = splitRemovals(command.metrics);
    const set = checkedMetrics(given, '');
    return this.change.ofVersion(context, { ...command, permission: 'version.write' }, async ({ tx, version, record }) => {
      const at = await record(
        [
          newEvent(
            'version.updated',
            { version: version.version, changed: ['metrics'], metrics: [...Object.keys(set), ...removed] },
            version.stage,
          ),
        ],
        [
          {
            action: 'version.log-metrics',
            outcome: 'done',
            objectType: 'version',
            objectId: version.id,
            data: { version: version.version, set, removed },
          },
        ],
      );
      await this.versions.changeMetrics(tx, context.workspace, version.id, { set, removed }, at);
    });
  }
}
