import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import {
  rollbackMove,
  rollbackTarget,
  rollbackVerdict,
  sourceHold,
  type RollbackWish,
  type StandingNow,
} from '#domain/promotion/decide-rollback';
import type { Move } from '#domain/promotion/move';
import type { PromotionFacts } from '#domain/promotion/promotion-facts';
import type { Verdict } from '#domain/promotion/verdict';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { PromotionStore, type RollbackReading } from '#application/ports/promotion-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import { notFound, requirePermission, standingOf } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { definitionsChanged, MAX_TURNS, MoveWriter } from '#application/shared/move-writer';
import { newEvent } from '#application/shared/new-event';
import { refusal } from '#application/shared/refusal';

/** Take `from` out of a stage and put the last good version back. */
export interface RollBackStageCommand extends RollbackWish {
  readonly model: string;
  readonly stage: string;
}

export interface RollBackStageResult {
  readonly outcome: 'applied' | 'replayed';
  readonly promotionId: string;
}

type Plan =
  | { readonly kind: 'replayed'; readonly result: RollBackStageResult }
  | { readonly kind: 'move'; readonly facts: PromotionFacts; readonly move: Omit<Move, 'promotionId'> }
  | { readonly kind: 'refused'; readonly modelId: string; readonly stage: string; readonly verdict: Extract<Verdict, { kind: 'refuse' }> };

/**
 * Rolls a single-occupancy stage back (rule 8): the version of the latest verified placement returns, `from` is archived and
 * quarantined, and the stage is held against automation, all in one transaction. It is exempt from approvals and freezes.
 */
@Injectable()
export class RollBackStage {
  constructor(
    private readonly promotions: PromotionStore,
    private readonly writer: MoveWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND; PERMISSION_DENIED; INCUMBENT_CHANGED when `from` no longer stands there, saying who moved it;
   *   ROLLBACK_IMPOSSIBLE (with an event) when there is nothing to go back to; STAGE_HELD for automation; REFUSED for a stage of many.
   */
  async execute(context: CommandContext, command: RollBackStageCommand): Promise<RollBackStageResult> {
    const result = await this.unitOfWork.run((tx) => this.rollBack(context, command, tx));
    this.signal.wake();
    if (result instanceof SlipwayError) throw result;
    return result;
  }

  private async rollBack(
    context: CommandContext,
    command: RollBackStageCommand,
    tx: Transaction,
  ): Promise<RollBackStageResult | SlipwayError> {
    const { workspace, actor, idempotency } = context;
    const question = { workspace, model: command.model, stage: command.stage, actorId: actor.id, idempotency };
    const seen = await this.promotions.readRollback(question, tx);
    if (seen.model === null) throw notFound(`model "${command.model}"`);
    requirePermission(actor, 'stage.rollback', seen.model.name, command.model);
    await this.promotions.lockModel(tx, seen.model.id);
    for (let turn = 1; turn <= MAX_TURNS; turn += 1) {
      // By id: the name may by now belong to another model than the one whose row is locked.
      const reading = await this.promotions.readRollback({ ...question, model: seen.model.id }, tx);
      const plan = await this.plan(context, command, reading, tx);
      if (plan.kind === 'replayed') return plan.result;
      if (plan.kind === 'refused') return this.refuse(context, command, plan, tx);
      const result = await this.apply(context, plan.facts, { ...plan.move, promotionId: this.ids.next('prm') }, tx);
      if (result !== null) return result;
    }
    throw definitionsChanged();
  }

  private async plan(context: CommandContext, command: RollBackStageCommand, reading: RollbackReading, tx: Transaction): Promise<Plan> {
    const { model, stage, now, hold, candidates, known } = reading;
    if (model === null) throw notFound(`model "${command.model}"`);
    if (stage === null) throw notFound(`stage "${command.stage}"`);
    if (known !== null)
      return { kind: 'replayed', result: { outcome: 'replayed', promotionId: replayOf(context.idempotency, known).resourceId } };
    const refused = { kind: 'refused' as const, modelId: model.id, stage: stage.name };
    const verdict = rollbackVerdict(stage, hold, now, standingOf(context.actor, model.name), command);
    if (verdict.kind === 'refuse') return { ...refused, verdict };
    const target = rollbackTarget(candidates, command, stage.name);
    if ('impossible' in target) return { ...refused, verdict: { kind: 'refuse', code: 'ROLLBACK_IMPOSSIBLE', reasons: target.impossible } };
    const facts = await this.factsOf(context, model.id, target.found.version, stage.name, tx);
    const held = sourceHold(facts, standingOf(context.actor, model.name));
    if (held !== null) return { ...refused, verdict: held };
    return { kind: 'move', facts, move: rollbackMove(facts, standing(now), command.reason) };
  }

  private async factsOf(context: CommandContext, model: string, version: number, stage: string, tx: Transaction): Promise<PromotionFacts> {
    const question = { workspace: context.workspace, model, version, stage, actorId: context.actor.id, idempotency: null };
    const { facts } = await this.promotions.readMove(question, tx);
    if (facts === null) throw new Error(`version ${version} of ${model} vanished under the model's lock`);
    return facts;
  }

  private async apply(context: CommandContext, facts: PromotionFacts, move: Move, tx: Transaction): Promise<RollBackStageResult | null> {
    const outcome = await this.writer.write(context, facts, move, null, tx);
    switch (outcome.outcome) {
      case 'applied':
        return { outcome: 'applied', promotionId: move.promotionId };
      case 'replayed':
        return { outcome: 'replayed', promotionId: replayOf(context.idempotency, outcome.known).resourceId };
      case 'changed':
        return null;
    }
  }

  /** Returned and not thrown, so that the audit entry and the event are committed. */
  private async refuse(
    context: CommandContext,
    command: RollBackStageCommand,
    plan: Extract<Plan, { kind: 'refused' }>,
    tx: Transaction,
  ): Promise<SlipwayError> {
    const { verdict, stage, modelId } = plan;
    const data = {
      stage,
      from: command.from,
      to: command.to ?? null,
      reason: command.reason,
      code: verdict.code,
      reasons: verdict.reasons,
    };
    const explanation = verdict.reasons.map(({ message }) => message).join(' ');
    const told = { stage, version: command.from, reason: command.reason, explanation };
    await this.journal.record(tx, context, {
      modelId,
      events: verdict.code === 'ROLLBACK_IMPOSSIBLE' ? [newEvent('rollback.impossible', told, stage)] : [],
      audit: [
        {
          action: 'promotion.roll-back',
          outcome: 'refused',
          objectType: 'stage',
          objectId: `${modelId}/${stage}`,
          reason: command.reason,
          data,
        },
      ],
    });
    return refusal(verdict);
  }
}

function standing(now: StandingNow | null): StandingNow {
  if (now === null) throw new Error('a rollback passed although nobody stands in the stage');
  return now;
}
