import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { eventsOf, type Move } from '#domain/promotion/move';
import type { PromotionFacts } from '#domain/promotion/promotion-facts';
import type { PromotionState } from '#domain/promotion/promotion-machine';
import { PromotionStore, type ApplyOutcome } from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from './command-context.js';
import { Links } from './links.js';

/** Turns under the lock before giving up: only definitions of the whole workspace can still change there. */
export const MAX_TURNS = 5;

/** The answer when the definitions of the workspace changed at every turn. */
export function definitionsChanged(): SlipwayError {
  return new SlipwayError('UNAVAILABLE', 'The stage definitions or deploy targets keep changing; try again.', { retryAfter: 1 });
}

/** Writes a decided move with its events and its audit entry: the one way by which promotions, approvals and rollbacks change a stage. */
@Injectable()
export class MoveWriter {
  constructor(
    private readonly promotions: PromotionStore,
    private readonly links: Links,
  ) {}

  /** @returns `changed` where what the decision rests on no longer stands. */
  write(
    context: CommandContext,
    facts: Pick<PromotionFacts, 'model' | 'stagesRevision' | 'targetsRevision'>,
    move: Move,
    expectedState: PromotionState | null,
    tx?: Transaction,
  ): Promise<ApplyOutcome> {
    const links = this.links.ofPromotion(facts.model.name, move.version, move.promotionId);
    const events = eventsOf(move, links);
    const { version, fromStage, toStage, kind, reason } = move;
    const audit = {
      action: kind === 'rollback' ? 'promotion.roll-back' : 'promotion.apply',
      outcome: 'done' as const,
      objectType: 'promotion',
      objectId: move.promotionId,
      reason,
      data: {
        version,
        fromStage,
        toStage,
        kind,
        previousVersion: move.incumbentVersion,
        archivedVersions: move.archived.map((one) => one.version),
        superseded: move.superseded.map((one) => one.id),
        liftedHold: move.liftHold,
        allowEmpty: move.allowEmpty,
      },
    };
    return this.promotions.apply({ context, facts, move, expectedState, events, audit }, tx);
  }
}
