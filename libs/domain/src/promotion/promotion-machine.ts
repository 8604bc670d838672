/** The states of a promotion, each with the sentence on when it applies (docs/glossary.md, States). */
export const PROMOTION_STATES = {
  pending: 'Waits for an approval',
  scheduled: 'Waits for a freeze to end',
  applied: 'The stage changed',
  rejected: 'A person who could have approved it said no',
  cancelled: 'The requester or a manager took it back',
  expired: 'Nobody decided in time',
  superseded: 'Another version was applied to the stage that makes it pointless',
  void: 'The version was deleted, or its bytes no longer match their digest',
} as const;

export type PromotionState = keyof typeof PROMOTION_STATES;

/** What may happen to a promotion. */
export type PromotionAct = 'schedule' | 'unschedule' | 'apply' | 'reject' | 'cancel' | 'expire' | 'supersede' | 'void';

/** Every legal move; what is not here is refused. A promotion begins as pending, scheduled or applied. */
export const PROMOTION_TRANSITIONS: readonly { readonly from: PromotionState; readonly act: PromotionAct; readonly to: PromotionState }[] =
  [
    { from: 'pending', act: 'schedule', to: 'scheduled' },
    { from: 'scheduled', act: 'unschedule', to: 'pending' },
    ...(['pending', 'scheduled'] as const).flatMap((from) => [
      { from, act: 'apply', to: 'applied' } as const,
      { from, act: 'reject', to: 'rejected' } as const,
      { from, act: 'cancel', to: 'cancelled' } as const,
      { from, act: 'expire', to: 'expired' } as const,
      { from, act: 'supersede', to: 'superseded' } as const,
      { from, act: 'void', to: 'void' } as const,
    ]),
  ];

export const INITIAL_PROMOTION_STATES: readonly PromotionState[] = ['pending', 'scheduled', 'applied'];

/** The state after `act`, or null where the table has no such move. */
export function nextPromotionState(from: PromotionState, act: PromotionAct): PromotionState | null {
  return PROMOTION_TRANSITIONS.find((move) => move.from === from && move.act === act)?.to ?? null;
}

/** True while a promotion still waits for something. */
export function isOpen(state: PromotionState): boolean {
  return state === 'pending' || state === 'scheduled';
}

/** A request that nobody decides ends after this many days. */
export const REQUEST_LIFETIME_DAYS = 30;

/**
 * Boot check: every state of the table is known and can be reached.
 * @throws Error naming the state, so that a wrong table stops the boot and not a customer.
 */
export function checkPromotionTransitions(): void {
  const reached = new Set<PromotionState>(INITIAL_PROMOTION_STATES);
  for (let grown = true; grown;) {
    grown = false;
    for (const move of PROMOTION_TRANSITIONS) {
      if (reached.has(move.from) && !reached.has(move.to)) grown = Boolean(reached.add(move.to));
    }
  }
  for (const state of Object.keys(PROMOTION_STATES)) {
    if (!(reached as ReadonlySet<string>).has(state)) throw new Error(`promotion state "${state}" cannot be reached by any transition`);
  }
}
