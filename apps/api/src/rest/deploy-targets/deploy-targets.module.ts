import { Module } from '@nestjs/common';
import { TargetCredentials } from '#application/advance-deployment/target-credentials';
import { CreateDeployTarget } from '#application/create-deploy-target/create-deploy-target';
import { DeleteDeployTarget } from '#application/delete-deploy-target/delete-deploy-target';
import { OutboundCheck } from '#application/ports/outbound-check';
import { WebhookSender } from '#application/ports/webhook-sender';
import { UpdateDeployTarget } from '#application/update-deploy-target/update-deploy-target';
import { DeployTargetAnswer } from './deploy-target-answer.js';
import { DeployTargetsController } from './deploy-targets.controller.js';

/** GitHub and webhook receivers are reached by the same rules, so one adapter judges addresses for both. */
@Module({
  controllers: [DeployTargetsController],
  providers: [
    CreateDeployTarget,
    DeleteDeployTarget,
    DeployTargetAnswer,
    TargetCredentials,
    UpdateDeployTarget,
    { provide: OutboundCheck, useExisting: WebhookSender },
  ],
})
export class DeployTargetsModule {}
