import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { decidePromotion, type PromotionDecision } from '#domain/promotion/decide-promotion';
import type { Move } from '#domain/promotion/move';
import type { PromotionFacts, PromotionWish } from '#domain/promotion/promotion-facts';
import { REQUEST_LIFETIME_DAYS } from '#domain/promotion/promotion-machine';
import type { Verdict } from '#domain/promotion/verdict';
import { EffectsSignal } from '#application/ports/effects-signal';
import { IdempotencyStore } from '#application/ports/idempotency-store';
import { Ids } from '#application/ports/ids';
import { Journal } from '#application/ports/journal';
import { PromotionStore, type MoveReading } from '#application/ports/promotion-store';
import { UnitOfWork, type Transaction } from '#application/ports/unit-of-work';
import type { PromotionView } from '#application/queries/promotion-views';
import { notFound, requirePermission, standingOf } from '#application/shared/access';
import type { CommandContext } from '#application/shared/command-context';
import { replayOf } from '#application/shared/idempotency';
import { definitionsChanged, MAX_TURNS, MoveWriter } from '#application/shared/move-writer';
import { refusal } from '#application/shared/refusal';
import { appliedView } from './applied-view.js';

/** Move a version of a model into a stage. */
export interface PromoteVersionCommand extends PromotionWish {
  readonly model: string;
  readonly version: number;
  readonly toStage: string;
}

/** What became of the command; where there is no view the promotion is rendered from its id. */
export interface PromoteVersionResult {
  readonly outcome: 'applied' | 'already-there' | 'pending' | 'replayed';
  readonly promotionId: string;
  /** Only for `replayed`: how the first answer was. */
  readonly status?: number;
  /** Only for `applied`: the promotion as it is shown; null where it has to be read. */
  readonly view?: PromotionView | null;
}

/** The verdict and the effects that a promotion would have, with nothing written. */
export interface PromotionForecast {
  readonly verdict: Verdict['kind'] | 'already-there';
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
  readonly move: Omit<Move, 'promotionId'> | null;
}

/** Turns without the model's lock before it is taken. */
const UNLOCKED_TURNS = 3;

interface Decided {
  readonly facts: PromotionFacts;
  readonly decision: PromotionDecision;
}

/**
 * Promotes a version: reads what the rule book needs in one query, asks it, and applies its decision in one database call. Where that
 * call finds that something has changed meanwhile, it is all done again, in the end under the model's lock, so contention alone is never an answer.
 */
@Injectable()
export class PromoteVersion {
  constructor(
    private readonly promotions: PromotionStore,
    private readonly writer: MoveWriter,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly idempotency: IdempotencyStore,
    private readonly ids: Ids,
    private readonly signal: EffectsSignal,
  ) {}

  /**
   * @throws SlipwayError NOT_FOUND, VERSION_DELETED, PERMISSION_DENIED, INCUMBENT_CHANGED, IDEMPOTENCY_KEY_REUSED, or the code of the
   *   rule that refuses, with its reasons. A refusal leaves an audit entry and nothing else.
   */
  async execute(context: CommandContext, command: PromoteVersionCommand): Promise<PromoteVersionResult> {
    const result = await this.promote(context, command);
    if (result instanceof SlipwayError) throw result;
    this.signal.wake();
    return result;
  }

  /** Without a lock as often as pays: who loses to a rival of the same model once seldom does so again, and the lock costs five round trips. */
  private async promote(context: CommandContext, command: PromoteVersionCommand): Promise<PromoteVersionResult | SlipwayError> {
    let reference = command.model;
    for (let attempt = 1; attempt <= UNLOCKED_TURNS; attempt += 1) {
      const decided = await this.decide(context, { ...command, model: reference });
      if ('replayed' in decided) return decided.replayed;
      const { facts, decision } = decided;
      // By id from here on: the name may by then belong to another model.
      reference = facts.model.id;
      if (decision.kind === 'already-there') return alreadyThere(facts);
      if (decision.verdict.kind !== 'pass') break;
      const applied = await this.apply(context, facts, decision.move);
      if (applied !== undefined) return applied;
    }
    return this.unitOfWork.run((tx) => this.decideUnderLock(context, command, reference, tx));
  }

  /** The same verdict with nothing written. */
  async forecast(context: CommandContext, command: PromoteVersionCommand): Promise<PromotionForecast> {
    const decided = await this.decide({ ...context, idempotency: null }, command);
    if ('replayed' in decided) throw new Error('a forecast has no idempotency key');
    const { decision } = decided;
    if (decision.kind === 'already-there') return { verdict: 'already-there', reasons: [], move: null };
    return {
      verdict: decision.verdict.kind,
      reasons: decision.verdict.kind === 'pass' ? [] : decision.verdict.reasons,
      move: decision.move,
    };
  }

  private async decide(
    context: CommandContext,
    command: PromoteVersionCommand,
    tx?: Transaction,
  ): Promise<Decided | { readonly replayed: PromoteVersionResult }> {
    const { workspace, actor, idempotency } = context;
    const { model, version, toStage } = command;
    const reading = await this.promotions.readMove({ workspace, model, version, stage: toStage, actorId: actor.id, idempotency }, tx);
    const facts = readable(context, command, reading);
    if (reading.known !== null) {
      const known = replayOf(idempotency, reading.known);
      return { replayed: { outcome: 'replayed', promotionId: known.resourceId, status: known.status } };
    }
    return { facts, decision: decidePromotion(facts, standingOf(actor, facts.model.name), command) };
  }

  private async apply(
    context: CommandContext,
    facts: PromotionFacts,
    planned: Omit<Move, 'promotionId'>,
    tx?: Transaction,
  ): Promise<PromoteVersionResult | undefined> {
    const promotionId = this.ids.next('prm');
    const move = { ...planned, promotionId };
    const outcome = await this.writer.write(context, facts, move, null, tx);
    switch (outcome.outcome) {
      case 'applied':
        return { outcome: 'applied', promotionId, view: appliedView(context, facts.model, move, outcome.at) };
      case 'replayed': {
        const known = replayOf(context.idempotency, outcome.known);
        return { outcome: 'replayed', promotionId: known.resourceId, status: known.status };
      }
      case 'changed':
        return undefined;
    }
  }

  private async decideUnderLock(
    context: CommandContext,
    command: PromoteVersionCommand,
    modelId: string,
    tx: Transaction,
  ): Promise<PromoteVersionResult | SlipwayError> {
    await this.promotions.lockModel(tx, modelId);
    for (let attempt = 1; attempt <= MAX_TURNS; attempt += 1) {
      // By id: the name may by now belong to another model than the one whose row is locked.
      const decided = await this.decide(context, { ...command, model: modelId }, tx);
      if ('replayed' in decided) return decided.replayed;
      const { facts, decision } = decided;
      if (decision.kind === 'already-there') return alreadyThere(facts);
      switch (decision.verdict.kind) {
        case 'refuse':
          return this.refuse(context, facts, decision.move, decision.verdict, tx);
        case 'wait':
          return this.request(context, facts, decision.move, command, tx);
        case 'pass': {
          const result = await this.apply(context, facts, decision.move, tx);
          if (result !== undefined) return result;
        }
      }
    }
    throw definitionsChanged();
  }

  private async request(
    context: CommandContext,
    facts: PromotionFacts,
    planned: Omit<Move, 'promotionId'>,
    wish: PromotionWish,
    tx: Transaction,
  ): Promise<PromoteVersionResult> {
    const own = facts.openRequests.find((request) => request.versionId === planned.versionId && request.requesterId === context.actor.id);
    const promotionId = own?.id ?? this.ids.next('prm');
    const known = await this.idempotency.claim(tx, context, { status: 202, resourceType: 'promotion', resourceId: promotionId });
    if (known !== null) {
      const { resourceId, status } = replayOf(context.idempotency, known);
      return { outcome: 'replayed', promotionId: resourceId, status };
    }
    if (own !== undefined) return { outcome: 'pending', promotionId };
    const move = { ...planned, promotionId };
    const data = {
      promotionId: move.promotionId,
      version: move.version,
      fromStage: move.fromStage,
      toStage: move.toStage,
      reason: move.reason,
    };
    const at = await this.journal.record(tx, context, {
      modelId: facts.model.id,
      events: [{ type: 'promotion.requested', stage: move.toStage, data: { ...data, previousVersion: move.incumbentVersion } }],
      audit: [
        { action: 'promotion.request', outcome: 'done', objectType: 'promotion', objectId: move.promotionId, reason: move.reason, data },
      ],
    });
    const expiresAt = new Date(at.getTime() + REQUEST_LIFETIME_DAYS * 86_400_000);
    await this.promotions.insertRequest(tx, { context, move, wish, modelId: facts.model.id, expiresAt }, at);
    return { outcome: 'pending', promotionId: move.promotionId };
  }

  /** Returned and not thrown, so that the audit entry is committed. */
  private async refuse(
    context: CommandContext,
    facts: PromotionFacts,
    move: Omit<Move, 'promotionId'>,
    verdict: Extract<Verdict, { kind: 'refuse' }>,
    tx: Transaction,
  ): Promise<SlipwayError> {
    const { version, fromStage, toStage, reason } = move;
    await this.journal.record(tx, context, {
      modelId: facts.model.id,
      events: [],
      audit: [
        {
          action: 'promotion.apply',
          outcome: 'refused',
          objectType: 'version',
          objectId: facts.version.versionId,
          reason,
          data: { version, fromStage, toStage, code: verdict.code, reasons: verdict.reasons },
        },
      ],
    });
    return refusal(verdict);
  }
}

function readable(context: CommandContext, command: PromoteVersionCommand, reading: MoveReading): PromotionFacts {
  if (reading.model === null) throw notFound(`model "${command.model}"`);
  requirePermission(context.actor, 'promotion.request', reading.model.name, command.model);
  if (!reading.versionFound) throw notFound(`version ${command.version} of model "${reading.model.name}"`);
  if (reading.facts?.version.deleted === true) {
    throw new SlipwayError(
      'VERSION_DELETED',
      `Version ${command.version} of model "${reading.model.name}" was deleted; its number is never used again.`,
    );
  }
  if (reading.facts === null) throw notFound(`stage "${command.toStage}"`);
  return reading.facts;
}

function alreadyThere(facts: PromotionFacts): PromoteVersionResult | SlipwayError {
  const { promotionId, version, stage } = facts.version;
  if (promotionId !== null) return { outcome: 'already-there', promotionId };
  return new SlipwayError('REFUSED', `Version ${version} stands in ${stage.name} since its registration; there is nothing to promote.`, {
    errors: [{ code: 'ALREADY_THERE', message: `Version ${version} has not left ${stage.name} since it was registered.` }],
  });
}
