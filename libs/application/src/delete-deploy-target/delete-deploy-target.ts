import { Injectable } from '@nestjs/common';
import { DeployTargetStore } from '#application/ports/deploy-target-store';
import { Journal } from '#application/ports/journal';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { requireServiceWide } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { lockTarget } from '#application/update-deploy-target/update-deploy-target';

export interface DeleteDeployTargetCommand {
  readonly targetId: string;
  readonly expectedRevision?: number | undefined;
}

/**
 * Deletes a deploy target and its credential. Its deployments that are queued end as cancelled; a run that is under way at GitHub goes on
 * there, is no longer followed, and its deployment ends as failed.
 */
@Injectable()
export class DeleteDeployTarget {
  constructor(
    private readonly targets: DeployTargetStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
  ) {}

  /** @throws SlipwayError PERMISSION_DENIED, NOT_FOUND, REVISION_STALE. */
  async execute(context: CommandContext, command: DeleteDeployTargetCommand): Promise<void> {
    requireServiceWide(context.actor, 'admin.deploy-targets');
    await this.unitOfWork.run(async (tx) => {
      const { id, name, models, stage, repository } = await lockTarget(this.targets, tx, context.workspace, command);
      const data = { name, models, stage, repository };
      const at = await this.journal.record(tx, context, {
        modelId: null,
        events: [],
        audit: [{ action: 'deploy-target.delete', outcome: 'done', objectType: 'deploy_target', objectId: id, data }],
      });
      await this.targets.delete(tx, id, at);
    });
  }
}
