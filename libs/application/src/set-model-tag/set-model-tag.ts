import { Injectable } from '@nestjs/common';
import { checkTagKey, checkTagValue } from '#domain/registry/tag-key';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

export interface SetModelTagCommand {
  readonly model: string;
  readonly key: string;
  readonly value: string;
}

/** Sets a tag of a model. Setting the value that it has changes nothing and tells nobody. */
@Injectable()
export class SetModelTag {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED. */
  async execute(context: CommandContext, command: SetModelTagCommand): Promise<void> {
    const key = checkTagKey(command.key, '/key');
    const value = checkTagValue(command.value, '/value');
    return this.change.ofModel(context, { model: command.model, permission: 'tag.write' }, async ({ tx, model, record }) => {
      if (!(await this.models.setTag(tx, context.workspace, model.id, key, value))) return;
      await record(
        [newEvent('model.tag_set', { key, value })],
        [{ action: 'model.set-tag', outcome: 'done', objectType: 'model', objectId: model.id, data: { key, value } }],
      );
    });
  }
}
