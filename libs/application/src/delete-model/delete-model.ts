import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange, type LockedModel } from '#application/shared/registry-change';
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

/** Where a deletion stands after one of its transactions. */
type Step = { readonly done: true } | { readonly done: false; readonly after: number; readonly deleted: number };

/**
 * Deletes a model, which is deleting each of its versions. All in one transaction, unless more than some hundred of them stand in None and
 * Archived: those go first, some at a time, so that no transaction is long, and what stands elsewhere goes with the model at the end. Interrupted
 * between, the model stands with the versions that are left, and the same command goes on. From the last commit on its name is free again.
 */
@Injectable()
export class DeleteModel {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
    private readonly deletion: VersionDeletion,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, PERMISSION_DENIED, REVISION_STALE, or REFUSED or STAGE_HELD with the reasons; a refusal leaves an
   *   audit entry and, unless others changed the model meanwhile, nothing else.
   */
  async execute(context: CommandContext, command: DeleteModelCommand): Promise<void> {
    let { expectedRevision } = command;
    let deleted = 0;
    for (let after = 0; ;) {
      const step = await this.change.ofModel(context, { ...command, expectedRevision, permission: 'model.delete' }, (locked) =>
        this.step(context, locked, command, after, deleted),
      );
      if (step instanceof SlipwayError) throw step;
      if (step.done) return;
      ({ after } = step);
      deleted += step.deleted;
      // Our own steps change it.
      expectedRevision = undefined;
    }
  }

  private async step(
    context: CommandContext,
    locked: LockedModel,
    { force = false, allowEmpty = false, reason = '' }: DeleteModelCommand,
    after: number,
    deleted: number,
  ): Promise<Step | SlipwayError> {
    const wish = { force, allowEmpty, reason };
    const next = await this.deletion.plan(context, locked, null, wish, after);
    if (next instanceof SlipwayError) return next;
    // At the end once more from the first number on: some may have come back to None or Archived behind us.
    const planned = after === 0 || next.reading.more ? next : await this.deletion.plan(context, locked, null, wish);
    if (planned instanceof SlipwayError) return planned;
    if (planned.reading.more) {
      const last = await this.deletion.carryOutIdle(context, locked, planned);
      return { done: false, after: last, deleted: planned.reading.versions.length };
    }
    const end = newEvent('model.deleted', { versions: deleted + planned.reading.versions.length });
    const at = await this.deletion.carryOut(context, locked, planned, [end]);
    await this.models.markDeleted(locked.tx, locked.model.id, at);
    return { done: true };
  }
}
