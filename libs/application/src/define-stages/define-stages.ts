import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { checkStages, type StageWish } from '#domain/stage/check-stages';
import { Journal } from '#application/ports/journal';
import { StageStore } from '#application/ports/stage-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';

export interface DefineStagesCommand {
  readonly stages: readonly StageWish[];
  /** The revision that the caller read; undefined for any (If-Match: *). */
  readonly expectedRevision: number | undefined;
}

/**
 * Replaces the stage definitions. A stage goes from many to one only where no model holds several (rule 1), and away only where no version
 * stands; an alias is bound only where no model has set it by hand.
 */
@Injectable()
export class DefineStages {
  constructor(
    private readonly stages: StageStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED; INVALID_ARGUMENT with pointers; REVISION_STALE; INVALID_STATE naming what stands in the way. */
  async execute(context: CommandContext, command: DefineStagesCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.stages');
    const wished = checkStages(command.stages);
    await this.unitOfWork.run(async (tx) => {
      const before = await this.stages.lockDefinitions(tx, context.workspace);
      if (command.expectedRevision !== undefined && before.revision !== command.expectedRevision) {
        throw new SlipwayError('REVISION_STALE', 'The stages have changed since you read them; read them again.', {
          extra: { etag: `"${before.revision}"` },
        });
      }
      const conflicts = await this.stages.conflicts(tx, context.workspace, wished);
      if (conflicts.length > 0) {
        throw new SlipwayError('INVALID_STATE', conflicts.map((one) => one.message).join(' '), { errors: conflicts });
      }
      await this.stages.replace(tx, context.workspace, wished);
      await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [
          {
            action: 'stages.define',
            outcome: 'done',
            objectType: 'stages',
            objectId: context.workspace,
            data: { before: before.stages, after: wished },
          },
        ],
      });
    });
  }
}
