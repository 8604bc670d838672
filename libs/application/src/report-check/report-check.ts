import { Injectable } from '@nestjs/common';
import { checkCheckStatus, checkCheckSummary } from '#domain/registry/check';
import { checkEntryKey } from '#domain/registry/entry-key';
import { checkLink } from '#domain/registry/run-reference';
import { VersionStore } from '#application/ports/version-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface ReportCheckCommand {
  readonly model: string;
  readonly version: number;
  readonly name: string;
  /** One of `CHECK_STATUSES`. */
  readonly status: string;
  readonly summary?: string;
  readonly url?: string;
}

/** Reports what an outside system found about a version. The newest report of a name counts; who reported it stands beside it. */
@Injectable()
export class ReportCheck {
  constructor(
    private readonly change: RegistryChange,
    private readonly versions: VersionStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED. */
  async execute(context: CommandContext, command: ReportCheckCommand): Promise<void> {
    const check = {
      name: checkEntryKey(command.name, '/name', 'check'),
      status: checkCheckStatus(command.status, '/status'),
      summary: checkCheckSummary(command.summary ?? '', '/summary'),
      url: command.url === undefined ? null : checkLink(command.url, '/url'),
    };
    const target = { model: command.model, version: command.version, permission: 'check.report' } as const;
    return this.change.ofVersion(context, target, async ({ tx, version, record }) => {
      const data = { version: version.version, ...check };
      const at = await record(
        [newEvent('check.reported', data, version.stage)],
        [{ action: 'check.report', outcome: 'done', objectType: 'version', objectId: version.id, data }],
      );
      await this.versions.putCheck(tx, context, version.id, check, at);
    });
  }
}
