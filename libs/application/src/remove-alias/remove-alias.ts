import { Injectable } from '@nestjs/common';
import { ModelStore } from '#application/ports/model-store';
import { aliasIsBound } from '#application/set-alias/set-alias';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface RemoveAliasCommand {
  readonly model: string;
  readonly alias: string;
}

/** Removes a free alias. Removing one that is not there changes nothing, so a repeat is safe. */
@Injectable()
export class RemoveAlias {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND (of the model), PERMISSION_DENIED (also for a bound alias). */
  async execute(context: CommandContext, { model: reference, alias }: RemoveAliasCommand): Promise<void> {
    return this.change.ofModel(context, { model: reference, permission: 'alias.write' }, async ({ tx, model, record }) => {
      const stage = await this.models.stageBoundTo(tx, context.workspace, alias);
      if (stage !== null) throw aliasIsBound(alias, stage);
      const version = await this.models.removeAlias(tx, model.id, alias);
      if (version === null) return;
      const data = { alias, version, boundStage: null };
      await record(
        [newEvent('alias.removed', data)],
        [{ action: 'alias.remove', outcome: 'done', objectType: 'model', objectId: model.id, data }],
      );
    });
  }
}
