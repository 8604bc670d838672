import { Injectable } from '@nestjs/common';
import { isPerson } from '#domain/access/actor';
import { SlipwayError } from '#domain/errors/slipway-error';
import { PromotionStore } from '#application/ports/promotion-store';
import { StageStore } from '#application/ports/stage-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { StageChange, type StageTarget } from '#application/shared/stage-change';

export interface ReleaseStageCommand extends StageTarget {
  readonly reason: string;
}

/** Lifts a hold: automation may change the stage again. Only a person may, because it is automation that a hold stops. */
@Injectable()
export class ReleaseStage {
  constructor(
    private readonly change: StageChange,
    private readonly stages: StageStore,
    private readonly promotions: PromotionStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND; PERMISSION_DENIED. Releasing a stage that is not held changes nothing. */
  execute(context: CommandContext, command: ReleaseStageCommand): Promise<void> {
    return this.change.execute(
      context,
      command,
      () => 'hold.lift',
      async ({ tx, model, stage, record }) => {
        if (!isPerson(context.actor)) throw new SlipwayError('PERMISSION_DENIED', 'Only a person may lift a hold.');
        if (!(await this.stages.isHeld(tx, model.id, stage.name))) return;
        const { reason } = command;
        const at = await record(
          [newEvent('stage.released', { stage: stage.name, reason, promotionId: null }, stage.name)],
          [
            {
              action: 'stage.release',
              outcome: 'done',
              objectType: 'stage',
              objectId: `${model.id}/${stage.name}`,
              reason,
              data: { stage: stage.name },
            },
          ],
        );
        await this.stages.liftHold(tx, model.id, stage.name, at);
        await this.promotions.touchStageRevision(tx, model.id);
      },
    );
  }
}
