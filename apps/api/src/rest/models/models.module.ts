import { Module } from '@nestjs/common';
import { CreateModel } from '#application/create-model/create-model';
import { DeleteModel } from '#application/delete-model/delete-model';
import { RemoveAlias } from '#application/remove-alias/remove-alias';
import { RemoveModelTag } from '#application/remove-model-tag/remove-model-tag';
import { RenameModel } from '#application/rename-model/rename-model';
import { SetAlias } from '#application/set-alias/set-alias';
import { SetModelTag } from '#application/set-model-tag/set-model-tag';
import { RegistryChange } from '#application/shared/registry-change';
import { VersionDeletion } from '#application/shared/version-deletion';
import { UpdateModel } from '#application/update-model/update-model';
import { ModelAnswer } from './model-answer.js';
import { ModelLabelsController } from './model-labels.controller.js';
import { ModelsController } from './models.controller.js';

@Module({
  controllers: [ModelsController, ModelLabelsController],
  providers: [
    CreateModel,
    DeleteModel,
    ModelAnswer,
    RegistryChange,
    RemoveAlias,
    RemoveModelTag,
    RenameModel,
    SetAlias,
    SetModelTag,
    UpdateModel,
    VersionDeletion,
  ],
})
export class ModelsModule {}
