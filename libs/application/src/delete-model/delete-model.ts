import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';
import { VersionDeletion } from '#application/shared/version-deletion';

export interface DeleteModelCommand {
  readonly model: string;
  /** Also where versions stand outside None and Archived. */
  readonly force?: boolean;
  /** Also where this leaves a protected stage empty; asks for a reason. */
  readonly allowEmpty?: boolean;
  readonly reason?: string;
  readonly expectedRevision?: number | undefined;
}

/** Deletes a model, which is deleting each of its versions, all in one transaction. From the commit on its name is free again. */
@Injectable()
export class DeleteModel {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
    private readonly deletion: VersionDeletion,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, PERMISSION_DENIED, REVISION_STALE, or REFUSED or STAGE_HELD with the reasons; a refusal leaves an
   *   audit entry and nothing else.
   */
  async execute(context: CommandContext, command: DeleteModelCommand): Promise<void> {
    const wish = { force: command.force ?? false, allowEmpty: command.allowEmpty ?? false, reason: command.reason ?? '' };
    const result = await this.change.ofModel(context, { ...command, permission: 'model.delete' }, async (locked) => {
      const planned = await this.deletion.plan(context, locked, null, wish);
      if (planned instanceof SlipwayError) return planned;
      const end = newEvent('model.deleted', { versions: planned.reading.versions.length });
      const at = await this.deletion.carryOut(context, locked, planned, [end]);
      await this.models.markDeleted(locked.tx, locked.model.id, at);
      return undefined;
    });
    if (result instanceof SlipwayError) throw result;
  }
}
