import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { PromoteVersion, type PromoteVersionCommand, type PromotionForecast } from '#application/promote-version/promote-version';
import { PromotionViews, type PromotionView } from '#application/queries/promotion-views';
import { notFound } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import type { CreatePromotionDto, ForecastDto } from './promotions.dto.js';

/** The statuses of `POST /promotions` (docs/reference/rest.md, Promotions). */
const STATUS = { applied: 201, 'already-there': 200, pending: 202 } as const;

/** Translates `POST /promotions` into the command and its outcome into the answer. */
@Injectable()
export class PromotionAnswer {
  constructor(
    private readonly promoteVersion: PromoteVersion,
    private readonly views: PromotionViews,
  ) {}

  /** The promotion with its status, or the forecast where the body asks for a dry run. */
  async create(context: CommandContext, body: CreatePromotionDto, reply: FastifyReply): Promise<PromotionView | ForecastDto> {
    const { dryRun = false, reason = '', ...wish } = body;
    const command: PromoteVersionCommand = { ...wish, reason };
    if (dryRun) {
      reply.code(200);
      return forecastOf(await this.promoteVersion.forecast(context, command));
    }
    const result = await this.promoteVersion.execute(context, command);
    const replayed = result.outcome === 'replayed';
    if (replayed) reply.header('idempotent-replayed', 'true');
    reply.code(result.outcome === 'replayed' ? (result.status ?? STATUS.applied) : STATUS[result.outcome]);
    reply.header('location', `/api/v1/promotions/${result.promotionId}`);
    return result.view ?? this.find(context, result.promotionId);
  }

  /** @throws SlipwayError NOT_FOUND */
  async find(context: CommandContext, id: string): Promise<PromotionView> {
    const view = await this.views.find(context.workspace, context.actor, id);
    if (view === null) throw notFound(`promotion "${id}"`);
    return view;
  }
}

function forecastOf({ verdict, reasons, move }: PromotionForecast): ForecastDto {
  return {
    verdict,
    reasons: reasons.map(({ code, message }) => ({ code, message })),
    effects:
      move === null
        ? null
        : {
            fromStage: move.fromStage,
            toStage: move.toStage,
            archivedVersions: move.archived.map((one) => one.version),
            aliases: move.aliases.map((one) => one.alias),
            deployTargets: move.deployTargets.map((one) => one.name),
            liftsHold: move.liftHold,
          },
  };
}
