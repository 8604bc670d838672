import { Module } from '@nestjs/common';
import { DefineStages } from '#application/define-stages/define-stages';
import { HoldStage } from '#application/hold-stage/hold-stage';
import { LiftQuarantine } from '#application/lift-quarantine/lift-quarantine';
import { ReadStages } from '#application/read-stages/read-stages';
import { ReleaseStage } from '#application/release-stage/release-stage';
import { RollBackStage } from '#application/roll-back-stage/roll-back-stage';
import { MoveWriter } from '#application/shared/move-writer';
import { RegistryChange } from '#application/shared/registry-change';
import { StageChange } from '#application/shared/stage-change';
import { RollbackAnswer } from './rollback-answer.js';
import { StageDefinitionsController } from './stage-definitions.controller.js';
import { StagesController } from './stages.controller.js';

@Module({
  controllers: [StagesController, StageDefinitionsController],
  providers: [
    DefineStages,
    HoldStage,
    LiftQuarantine,
    MoveWriter,
    ReadStages,
    RegistryChange,
    ReleaseStage,
    RollBackStage,
    RollbackAnswer,
    StageChange,
  ],
})
export class StagesModule {}
