import { Injectable } from '@nestjs/common';
import { can } from '#domain/access/authorize';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { PromotionFacts } from '#domain/promotion/promotion-facts';
import { isOpen } from '#domain/promotion/promotion-machine';
import { PromotionStore, type StoredPromotion } from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { notFound } from './access.js';
import type { CommandContext } from './command-context.js';

/** A promotion that still waits, with the facts of its move, read while the model's row is locked. */
export interface LockedRequest {
  readonly stored: StoredPromotion;
  readonly facts: PromotionFacts;
}

/** Finds promotions for the use cases that decide about them. */
@Injectable()
export class OpenPromotions {
  constructor(private readonly promotions: PromotionStore) {}

  /** @throws SlipwayError NOT_FOUND when there is no such promotion, or none that the actor may see. */
  async visible(context: CommandContext, id: string, tx?: Transaction): Promise<StoredPromotion> {
    const stored = await this.promotions.find(context.workspace, id, tx);
    if (stored === null || !can(context.actor, 'model.read', stored.model)) throw notFound(`promotion "${id}"`);
    return stored;
  }

  /**
   * Locks the model of an open promotion, for ends that rest on nothing else (cancel, expire).
   * @throws SlipwayError NOT_FOUND; INVALID_STATE when it no longer waits, saying what became of it.
   */
  async lockOpen(context: CommandContext, id: string, tx: Transaction): Promise<StoredPromotion> {
    const seen = await this.visible(context, id, tx);
    await this.promotions.lockModel(tx, seen.modelId);
    const stored = await this.visible(context, id, tx);
    if (!isOpen(stored.state)) throw notOpen(stored);
    return stored;
  }

  /** The same with what its verdict rests on now. */
  async lock(context: CommandContext, id: string, tx: Transaction): Promise<LockedRequest> {
    const stored = await this.lockOpen(context, id, tx);
    return { stored, facts: await this.facts(context, stored, tx) };
  }

  /** What the verdict about a promotion rests on now; its model must be locked. @throws SlipwayError INVALID_STATE where it cannot be decided. */
  async facts(context: CommandContext, stored: StoredPromotion, tx: Transaction): Promise<PromotionFacts> {
    const { workspace, actor } = context;
    const question = {
      workspace,
      model: stored.modelId,
      version: stored.version,
      stage: stored.toStage,
      actorId: actor.id,
      idempotency: null,
    };
    const { facts } = await this.promotions.readMove(question, tx);
    if (facts === null || facts.version.deleted) throw notOpen(stored);
    return facts;
  }
}

/** The answer to a decision about a promotion that no longer waits. */
export function notOpen(stored: StoredPromotion): SlipwayError {
  return new SlipwayError(
    'INVALID_STATE',
    `Promotion ${stored.id} is ${stored.state}: only one that is pending or scheduled can be decided.`,
    {
      extra: { state: stored.state },
    },
  );
}
