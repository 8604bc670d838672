import { Module } from '@nestjs/common';
import { DeleteVersion } from '#application/delete-version/delete-version';
import { LogMetrics } from '#application/log-metrics/log-metrics';
import { LogParams } from '#application/log-params/log-params';
import { RegisterVersion } from '#application/register-version/register-version';
import { RemoveVersionTag } from '#application/remove-version-tag/remove-version-tag';
import { ReportCheck } from '#application/report-check/report-check';
import { SetVersionTag } from '#application/set-version-tag/set-version-tag';
import { RegistryChange } from '#application/shared/registry-change';
import { VersionDeletion } from '#application/shared/version-deletion';
import { UpdateVersion } from '#application/update-version/update-version';
import { VersionAnswer } from './version-answer.js';
import { VersionFactsController } from './version-facts.controller.js';
import { VersionsController } from './versions.controller.js';

@Module({
  controllers: [VersionsController, VersionFactsController],
  providers: [
    DeleteVersion,
    LogMetrics,
    LogParams,
    RegisterVersion,
    RegistryChange,
    RemoveVersionTag,
    ReportCheck,
    SetVersionTag,
    UpdateVersion,
    VersionAnswer,
    VersionDeletion,
  ],
})
export class VersionsModule {}
