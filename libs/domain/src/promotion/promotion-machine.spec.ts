import { expect, it } from 'vitest';
import {
  checkPromotionTransitions,
  INITIAL_PROMOTION_STATES,
  isOpen,
  nextPromotionState,
  PROMOTION_STATES,
  PROMOTION_TRANSITIONS,
  type PromotionAct,
  type PromotionState,
} from './promotion-machine.js';

const STATES = Object.keys(PROMOTION_STATES) as PromotionState[];
const ACTS: readonly PromotionAct[] = ['schedule', 'unschedule', 'apply', 'reject', 'cancel', 'expire', 'supersede', 'void'];

/** Written out once more by hand from docs/glossary.md, States: what may happen in which state. */
const EXPECTED: Readonly<Record<string, PromotionState>> = {
  'pending schedule': 'scheduled',
  'scheduled unschedule': 'pending',
  'pending apply': 'applied',
  'scheduled apply': 'applied',
  'pending reject': 'rejected',
  'scheduled reject': 'rejected',
  'pending cancel': 'cancelled',
  'scheduled cancel': 'cancelled',
  'pending expire': 'expired',
  'scheduled expire': 'expired',
  'pending supersede': 'superseded',
  'scheduled supersede': 'superseded',
  'pending void': 'void',
  'scheduled void': 'void',
};

it.each(STATES.flatMap((from) => ACTS.map((act) => [from, act, EXPECTED[`${from} ${act}`] ?? null] as const)))(
  'from %s, %s leads to %s',
  (from, act, to) => {
    expect(nextPromotionState(from, act)).toBe(to);
  },
);

it('has one row for each move', () => {
  const rows = PROMOTION_TRANSITIONS.map((move) => `${move.from} ${move.act}`);
  expect(new Set(rows).size).toBe(rows.length);
});

it('leaves only open states, and begins in none that ends by itself but applied', () => {
  expect(STATES.filter(isOpen)).toEqual(['pending', 'scheduled']);
  expect(PROMOTION_TRANSITIONS.every((move) => isOpen(move.from))).toBe(true);
  expect(INITIAL_PROMOTION_STATES).toEqual(['pending', 'scheduled', 'applied']);
});

it('passes its own boot check', () => {
  expect(() => checkPromotionTransitions()).not.toThrow();
});
