import { Injectable } from '@nestjs/common';
import type { Permission } from '#domain/access/role';
import { stageKey } from '#domain/registry/stage-name';
import type { Stage } from '#domain/stage/stage';
import { StageStore } from '#application/ports/stage-store';
import { notFound, requirePermission } from './access.js';
import type { CommandContext } from './command-context.js';
import { RegistryChange, type LockedModel } from './registry-change.js';

/** Which stage of which model. */
export interface StageTarget {
  readonly model: string;
  /** In any spelling of case. */
  readonly stage: string;
}

export interface LockedStage extends LockedModel {
  readonly stage: Stage;
}

/** The frame of changes to one stage of one model. */
@Injectable()
export class StageChange {
  constructor(
    private readonly registry: RegistryChange,
    private readonly stages: StageStore,
  ) {}

  /** `permission` may depend on the stage; the actor must be able to read the model in any case. */
  execute<T>(
    context: CommandContext,
    target: StageTarget,
    permission: (stage: Stage) => Permission,
    work: (locked: LockedStage) => Promise<T>,
  ): Promise<T> {
    return this.registry.ofModel(context, { model: target.model, permission: 'model.read' }, async (locked) => {
      const { stages } = await this.stages.definitions(context.workspace, locked.tx);
      const stage = stages.find((one) => one.key === stageKey(target.stage));
      if (stage === undefined) throw notFound(`stage "${target.stage}"`);
      requirePermission(context.actor, permission(stage), locked.model.name, target.model);
      return work({ ...locked, stage });
    });
  }
}

/** The right to apply moves into or out of a stage, which also holds it and steers its deployments. */
export function applyRight(stage: Pick<Stage, 'protected'>): Permission {
  return stage.protected ? 'promotion.apply.protected' : 'promotion.apply.unprotected';
}
