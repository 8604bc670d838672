import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CreateDeployTarget, type CreateDeployTargetCommand } from '#application/create-deploy-target/create-deploy-target';
import { DeployTargetViews, type DeployTargetView } from '#application/queries/deploy-target-views';
import type { CommandContext } from '#application/shared/command-context';
import { UpdateDeployTarget, type UpdateDeployTargetCommand } from '#application/update-deploy-target/update-deploy-target';
import { answerCreated, found } from '../created-answer.js';

/** Runs the commands for deploy targets and renders the target that they concern. */
@Injectable()
export class DeployTargetAnswer {
  constructor(
    private readonly createTarget: CreateDeployTarget,
    private readonly updateTarget: UpdateDeployTarget,
    private readonly views: DeployTargetViews,
  ) {}

  async create(context: CommandContext, command: CreateDeployTargetCommand, reply: FastifyReply): Promise<DeployTargetView> {
    const made = await this.createTarget.execute(context, command);
    answerCreated(reply, 'deploy-targets', made);
    return this.find(context, made.id);
  }

  async update(context: CommandContext, command: UpdateDeployTargetCommand): Promise<DeployTargetView> {
    await this.updateTarget.execute(context, command);
    return this.find(context, command.targetId);
  }

  /** @throws SlipwayError NOT_FOUND, PERMISSION_DENIED */
  async find(context: CommandContext, id: string): Promise<DeployTargetView> {
    return found(await this.views.find(context.workspace, context.actor, id), `deploy target "${id}"`);
  }
}
