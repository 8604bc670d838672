import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { dataOf } from '#application/approve-promotion/approve-promotion';
import { Clock } from '#application/ports/clock';
import { EffectsSignal } from '#application/ports/effects-signal';
import { Journal } from '#application/ports/journal';
import { PromotionStore } from '#application/ports/promotion-store';
import { UnitOfWork } from '#application/ports/unit-of-work';
import { closePromotion } from '#application/shared/close-promotion';
import type { CommandContext } from '#application/shared/command-context';
import { OpenPromotions } from '#application/shared/open-promotions';

/** Requests ended by one sweep; what is left is due at the next one, a second later. */
const BATCH = 100;

/** Ends requests that nobody decided within their lifetime. Run by the sweep; safe to run anywhere at once. */
@Injectable()
export class ExpirePromotions {
  constructor(
    private readonly clock: Clock,
    private readonly open: OpenPromotions,
    private readonly promotions: PromotionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly journal: Journal,
    private readonly signal: EffectsSignal,
  ) {}

  /** @returns how many it ended. `context` is the system's. */
  async execute(context: CommandContext): Promise<number> {
    const ids = await this.promotions.findExpired(this.clock.now(), BATCH);
    let ended = 0;
    for (const id of ids) ended += (await this.expire(context, id)) ? 1 : 0;
    if (ended > 0) this.signal.wake();
    return ended;
  }

  private async expire(context: CommandContext, id: string): Promise<boolean> {
    try {
      await this.unitOfWork.run(async (tx) => {
        const stored = await this.open.lockOpen(context, id, tx);
        await closePromotion({ promotions: this.promotions, journal: this.journal }, tx, context, stored, {
          act: 'expire',
          event: 'promotion.expired',
          action: 'promotion.expire',
          reason: 'nobody decided in time',
          data: dataOf(stored),
        });
      });
      return true;
    } catch (error) {
      // Decided between the look and the lock: no longer ours to end.
      if (error instanceof SlipwayError && error.code === 'INVALID_STATE') return false;
      throw error;
    }
  }
}
