import { SlipwayError } from '#domain/errors/slipway-error';
import { nextPromotionState, type PromotionAct } from '#domain/promotion/promotion-machine';
import type { Journal } from '#application/ports/journal';
import type { PromotionStore, StoredPromotion } from '#application/ports/promotion-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { CommandContext } from './command-context.js';

/** How an open promotion ends without being applied. */
export interface Ending {
  readonly act: Exclude<PromotionAct, 'apply' | 'schedule' | 'unschedule'>;
  readonly event: string;
  readonly action: string;
  readonly reason: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Ends an open promotion, with its event and audit entry. The model's row must be locked.
 * @returns the time of the end.
 * @throws SlipwayError INVALID_STATE when the table has no such move, or somebody else has made one.
 */
export async function closePromotion(
  stores: { readonly promotions: PromotionStore; readonly journal: Journal },
  tx: Transaction,
  context: CommandContext,
  stored: Pick<StoredPromotion, 'id' | 'modelId' | 'state' | 'toStage'>,
  ending: Ending,
): Promise<Date> {
  const to = nextPromotionState(stored.state, ending.act);
  if (to === null)
    throw new SlipwayError('INVALID_STATE', `Promotion ${stored.id} is ${stored.state}.`, { extra: { state: stored.state } });
  const reason = ending.reason === '' ? null : ending.reason;
  const data = { ...ending.data, reason };
  const at = await stores.journal.record(tx, context, {
    modelId: stored.modelId,
    events: [{ type: ending.event, stage: stored.toStage, data }],
    audit: [{ action: ending.action, outcome: 'done', objectType: 'promotion', objectId: stored.id, reason, data }],
  });
  if (!(await stores.promotions.close(tx, stored.id, stored.state, to, context, reason, at))) {
    throw new SlipwayError('INVALID_STATE', `Promotion ${stored.id} is no longer ${stored.state}.`);
  }
  await stores.promotions.touchStageRevision(tx, stored.modelId);
  return at;
}
