import { Injectable } from '@nestjs/common';
import type { Actor } from '#domain/access/actor';
import { LiveViews, type LiveView } from '#application/queries/live-views';
import { StageViews, type BoardStageView, type StageAtView } from '#application/queries/stage-views';

/** A stage with what its deploys last reported as running. */
export type WithLive<T> = T & { readonly live: Omit<LiveView, 'stage'> };

/** Stages as they are shown: what stands there, beside what is live. */
@Injectable()
export class ReadStages {
  constructor(
    private readonly stages: StageViews,
    private readonly lives: LiveViews,
  ) {}

  /** @throws SlipwayError NOT_FOUND. */
  async board(workspace: string, actor: Actor, model: string): Promise<readonly WithLive<BoardStageView>[]> {
    const { modelId, stages } = await this.stages.board(workspace, actor, model);
    return this.withLive(modelId, stages, null);
  }

  /** One stage at an instant (null: now). @throws SlipwayError NOT_FOUND. */
  async at(workspace: string, actor: Actor, model: string, stage: string, instant: Date | null): Promise<WithLive<StageAtView>> {
    const { modelId, view } = await this.stages.at(workspace, actor, model, stage, instant);
    const [shown] = await this.withLive(modelId, [view], instant);
    if (shown === undefined) throw new Error('one stage asked, none answered');
    return shown;
  }

  private async withLive<T extends StageAtView>(modelId: string, stages: readonly T[], instant: Date | null): Promise<WithLive<T>[]> {
    const lives = await this.lives.liveOf(
      modelId,
      stages.map((one) => one.stage),
      instant,
    );
    return stages.map((stage, index) => {
      const { version = null, at = null, targets = [] } = lives[index] ?? {};
      return { ...stage, live: { version, at, targets } };
    });
  }
}
