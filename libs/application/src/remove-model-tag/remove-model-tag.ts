import { Injectable } from '@nestjs/common';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface RemoveModelTagCommand {
  readonly model: string;
  readonly key: string;
}

/** Removes a tag of a model. Removing one that is not there changes nothing, so a repeat is safe. */
@Injectable()
export class RemoveModelTag {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND (of the model), PERMISSION_DENIED. */
  async execute(context: CommandContext, { model: reference, key }: RemoveModelTagCommand): Promise<void> {
    return this.change.ofModel(context, { model: reference, permission: 'tag.write' }, async ({ tx, model, record }) => {
      if (!(await this.models.removeTag(tx, model.id, key))) return;
      await record(
        [newEvent('model.tag_removed', { key })],
        [{ action: 'model.remove-tag', outcome: 'done', objectType: 'model', objectId: model.id, data: { key } }],
      );
    });
  }
}
