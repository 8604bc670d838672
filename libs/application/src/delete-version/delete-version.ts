import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { CommandContext } from '#application/shared/command-context';
import { RegistryChange } from '#application/shared/registry-change';
import { VersionDeletion } from '#application/shared/version-deletion';

export interface DeleteVersionCommand {
  readonly model: string;
  readonly version: number;
  /** Also where it stands outside None and Archived. */
  readonly force?: boolean;
  /** Also where this leaves a protected stage empty; asks for a reason. */
  readonly allowEmpty?: boolean;
  readonly reason?: string;
  readonly expectedRevision?: number | undefined;
}

/** Deletes a version: its number is never used again, its history stays and `?at=` still answers (rule 10). */
@Injectable()
export class DeleteVersion {
  constructor(
    private readonly change: RegistryChange,
    private readonly deletion: VersionDeletion,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, REVISION_STALE, or REFUSED or STAGE_HELD with the reasons; a
   *   refusal leaves an audit entry and nothing else.
   */
  async execute(context: CommandContext, command: DeleteVersionCommand): Promise<void> {
    const wish = { force: command.force ?? false, allowEmpty: command.allowEmpty ?? false, reason: command.reason ?? '' };
    const result = await this.change.ofVersion(context, { ...command, permission: 'model.delete' }, async (locked) => {
      const planned = await this.deletion.plan(context, locked, locked.version.id, wish);
      if (planned instanceof SlipwayError) return planned;
      await this.deletion.carryOut(context, locked, planned, []);
      return undefined;
    });
    if (result instanceof SlipwayError) throw result;
  }
}
