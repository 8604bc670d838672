import { Injectable } from '@nestjs/common';
import { can, permissionDenied } from '#domain/access/authorize';
import { checkModelName } from '#domain/registry/model-name';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { ModelStore } from '#application/ports/model-store';
import { nameTaken } from '#application/create-model/create-model';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

/** Give a model another name. */
export interface RenameModelCommand {
  readonly model: string;
  readonly name: string;
  readonly expectedRevision?: number | undefined;
}

/**
 * Renames a model: its id, versions, aliases and history stay. It needs the right on both names and grants no role: patterns that matched
 * the old name only no longer match.
 */
@Injectable()
export class RenameModel {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
    private readonly idempotency: IdempotencyStore,
  ) {}

  /**
   * @returns the model's id. A repeat under the same Idempotency-Key changes nothing.
   * @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, ALREADY_EXISTS, REVISION_STALE, IDEMPOTENCY_KEY_REUSED.
   */
  async execute(context: CommandContext, command: RenameModelCommand): Promise<string> {
    const name = checkModelName(command.name, '/name');
    // Asked first: a repeat names the old name, which is gone.
    const made = await this.idempotency.find(context);
    if (made !== null) return replayOf(context.idempotency, made).resourceId;
    return this.change.ofModel(context, { ...command, permission: 'model.rename' }, async ({ tx, model, record }) => {
      // Also the right to create it: without, a rename would be a way around a pattern.
      for (const permission of ['model.create', 'model.rename'] as const) {
        if (!can(context.actor, permission, name)) throw permissionDenied(permission, name);
      }
      const known = await this.idempotency.claim(tx, context, { status: 200, resourceType: 'model', resourceId: model.id });
      if (known !== null) return replayOf(context.idempotency, known).resourceId;
      if (name === model.name) return model.id;
      if (!(await this.models.rename(tx, context.workspace, model.id, name))) throw nameTaken(name);
      const data = { name, previousName: model.name };
      const at = await record(
        [newEvent('model.renamed', data)],
        [{ action: 'model.rename', outcome: 'done', objectType: 'model', objectId: model.id, data }],
      );
      await this.models.stampRename(tx, model.id, at);
      return model.id;
    });
  }
}
