import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { checkDescription } from '#domain/registry/description';
import { checkModelName } from '#domain/registry/model-name';
import { EffectsSignal } from '#application/ports/effects-signal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { ModelStore } from '#application/ports/model-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requirePermission } from '#application/shared/access';
import { checkedTags } from '#application/shared/checked-entries';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { newEvent } from '#application/shared/new-event';

/** Register a model under a name that no living model bears. */
export interface CreateModelCommand {
  readonly name: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The model is rendered from its id. `status` is that of the first answer, where the command was a repeat. */
export interface CreateModelResult {
  readonly outcome: 'created' | 'replayed';
  readonly modelId: string;
  readonly status: number;
}

/** Registers a model. A name that was used by a deleted model is free: this is then another model, whose numbers start at 1. */
@Injectable()
export class CreateModel {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly models: ModelStore,
    private readonly idempotency: IdempotencyStore,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /** @throws SlipwayError INVALID_ARGUMENT, PERMISSION_DENIED (NOT_FOUND for names out of sight), ALREADY_EXISTS, IDEMPOTENCY_KEY_REUSED. */
  async execute(context: CommandContext, command: CreateModelCommand): Promise<CreateModelResult> {
    const name = checkModelName(command.name, '/name');
    const description = checkDescription(command.description ?? '', '/description');
    const tags = checkedTags(command.tags ?? {}, '/tags');
    requirePermission(context.actor, 'model.create', name, name);
    const id = this.ids.next('mdl');
    const result = await this.unitOfWork.run(async (tx): Promise<CreateModelResult> => {
      const known = await this.idempotency.claim(tx, context, { status: 201, resourceType: 'model', resourceId: id });
      if (known !== null) {
        const replayed = replayOf(context.idempotency, known);
        return { outcome: 'replayed', modelId: replayed.resourceId, status: replayed.status };
      }
      if (!(await this.models.insert(tx, context, { id, name, description, tags }))) throw nameTaken(name);
      const snapshot = { description, owner: context.actor.name, tags };
      const at = await this.journal.record(tx, context, {
        modelId: id,
        events: [newEvent('model.created', snapshot)],
        audit: [{ action: 'model.create', outcome: 'done', objectType: 'model', objectId: id, data: { name, ...snapshot } }],
      });
      await this.models.stampCreation(tx, id, at);
      return { outcome: 'created', modelId: id, status: 201 };
    });
    this.signal.wake();
    return result;
  }
}

/** The refusal of a name that a living model bears. */
export function nameTaken(name: string): SlipwayError {
  return new SlipwayError(
    'ALREADY_EXISTS',
    `There is a registered model named "${name}" already. Choose another name, or use that model.`,
    {
      errors: [{ pointer: '/name', code: 'ALREADY_EXISTS', message: `The name "${name}" is taken.` }],
    },
  );
}
