import { Injectable } from '@nestjs/common';
import { PromotionStore } from '#application/ports/promotion-store';
import { StageStore } from '#application/ports/stage-store';
import type { CommandContext } from '#application/shared/command-context';
import { newEvent } from '#application/shared/new-event';
import { applyRight, StageChange, type StageTarget } from '#application/shared/stage-change';

export interface HoldStageCommand extends StageTarget {
  readonly reason: string;
}

/** Keeps automation from changing a stage until a person lifts it. Holding a held stage replaces the reason. */
@Injectable()
export class HoldStage {
  constructor(
    private readonly change: StageChange,
    private readonly stages: StageStore,
    private readonly promotions: PromotionStore,
  ) {}

  /** @throws SlipwayError NOT_FOUND; PERMISSION_DENIED without the stage's apply right. */
  execute(context: CommandContext, command: HoldStageCommand): Promise<void> {
    return this.change.execute(context, command, applyRight, async ({ tx, model, stage, record }) => {
      const { reason } = command;
      const at = await record(
        [newEvent('stage.held', { stage: stage.name, reason, promotionId: null }, stage.name)],
        [
          {
            action: 'stage.hold',
            outcome: 'done',
            objectType: 'stage',
            objectId: `${model.id}/${stage.name}`,
            reason,
            data: { stage: stage.name },
          },
        ],
      );
      await this.stages.setHold(tx, model.id, stage.name, reason, context, at);
      await this.promotions.touchStageRevision(tx, model.id);
    });
  }
}
