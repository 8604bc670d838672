import { Injectable } from '@nestjs/common';
import { checkDescription } from '#domain/registry/description';
import { ModelStore } from '#application/ports/model-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { RegistryChange } from '#application/shared/registry-change';

/** Change what a model says about itself; what is absent stays. */
export interface UpdateModelCommand {
  readonly model: string;
  readonly description?: string;
  readonly expectedRevision?: number | undefined;
}

/** Changes a model's description. A value that it has already changes nothing and tells nobody. */
@Injectable()
export class UpdateModel {
  constructor(
    private readonly change: RegistryChange,
    private readonly models: ModelStore,
  ) {}

  /**
   * @returns the model's id.
   * @throws SlipwayError INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED, REVISION_STALE.
   */
  async execute(context: CommandContext, command: UpdateModelCommand): Promise<string> {
    const description = command.description === undefined ? undefined : checkDescription(command.description, '/description');
    return this.change.ofModel(context, { ...command, permission: 'model.write' }, async ({ tx, model, record }) => {
      if (description === undefined || description === model.description) return model.id;
      const at = await record(
        [newEvent('model.updated', { changed: ['description'], description })],
        [
          {
            action: 'model.update',
            outcome: 'done',
            objectType: 'model',
            objectId: model.id,
            data: { description: { before: model.description, after: description } },
          },
        ],
      );
      await this.models.updateDescription(tx, model.id, description, at);
      return model.id;
    });
  }
}
