import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PromotionViews, type PromotionView } from '#application/queries/promotion-views';
import { RollBackStage, type RollBackStageCommand } from '#application/roll-back-stage/roll-back-stage';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';

/** Translates a rollback's outcome into the answer: 201 with the promotion, the same again for a repeat under its key. */
@Injectable()
export class RollbackAnswer {
  constructor(
    private readonly rollBackStage: RollBackStage,
    private readonly views: PromotionViews,
  ) {}

  async create(context: CommandContext, command: RollBackStageCommand, reply: FastifyReply): Promise<PromotionView> {
    const { outcome, promotionId } = await this.rollBackStage.execute(context, command);
    if (outcome === 'replayed') reply.header('idempotent-replayed', 'true');
    reply.code(201).header('location', `/api/v1/promotions/${promotionId}`);
    const view = await this.views.find(context.workspace, context.actor, promotionId);
    if (view === null) throw notFound(`promotion "${promotionId}"`);
    return view;
  }
}
