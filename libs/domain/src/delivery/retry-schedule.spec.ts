import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from './delivery-outcome.js';
import { JITTER, MAX_ATTEMPTS, MAX_DELAY_MS, nextAttempt, RETRY_DELAYS_MS } from './retry-schedule.js';

const now = new Date('2026-11-21T12:00:00Z');
const wait = (attempt: number, more: { outcome?: 'failed' | 'slow_down'; retryAfterMs?: number; deliveryId?: string } = {}) => {
  const next = nextAttempt({ deliveryId: 'dlv_1', attempt, now, outcome: 'failed', ...more });
  return next === 'dead' ? next : next.getTime() - now.getTime();
};

it('is the published schedule, 75.6 hours and more', () => {
  const seconds = [0, 5, 15, 30, 120, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400];
  expect(RETRY_DELAYS_MS).toEqual(seconds.map((value) => value * 1000));
});

it.each(RETRY_DELAYS_MS.slice(1).map((delay, index) => [index + 1, delay] as const))(
  'after attempt %d waits about %d ms',
  (attempt, delay) => {
    const waited = wait(attempt);
    expect(waited).toBeGreaterThanOrEqual(delay * (1 - JITTER));
    expect(waited).toBeLessThanOrEqual(Math.min(delay * (1 + JITTER), MAX_DELAY_MS));
  },
);

it('is dead after the last attempt and after 410', () => {
  expect(wait(MAX_ATTEMPTS)).toBe('dead');
  expect(nextAttempt({ deliveryId: 'd', attempt: 1, now, outcome: 'gone' })).toBe('dead');
});

it('is a pure function that spreads different deliveries over the whole jitter', () => {
  expect(wait(4)).toBe(wait(4));
  const waits = Array.from({ length: 400 }, (_, index) => Number(wait(4, { deliveryId: `dlv_${index}` })) / 120_000);
  const tenths = new Set(waits.map((share) => Math.floor((share - 0.8) / 0.04)));
  expect(tenths.size).toBe(10);
});

describe('a receiver that asks to slow down', () => {
  it('gets at least the time that it named, up to a day', () => {
    expect(wait(1, { outcome: 'slow_down', retryAfterMs: 90_000 })).toBe(90_000);
    expect(wait(1, { outcome: 'slow_down', retryAfterMs: 1e12 })).toBe(MAX_DELAY_MS);
    expect(Number(wait(4, { outcome: 'slow_down', retryAfterMs: 1 }))).toBeGreaterThanOrEqual(96_000);
  });

  it('gets the next but one wait where it named none', () => {
    expect(Number(wait(1, { outcome: 'slow_down' }))).toBeGreaterThanOrEqual(12_000);
  });

  it('is the only one whose Retry-After counts', () => {
    expect(Number(wait(1, { retryAfterMs: 90_000 }))).toBeLessThanOrEqual(6_000);
  });
});

it('never waits longer than a day nor less than nothing', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('failed', 'slow_down'),
      fc.option(fc.double({ min: -1e15, max: 1e15, noNaN: true })),
      (deliveryId, attempt, outcome, retryAfterMs) => {
        const next = nextAttempt({ deliveryId, attempt, now, outcome, retryAfterMs });
        if (next === 'dead') {
          expect(attempt).toBeGreaterThanOrEqual(MAX_ATTEMPTS);
          return;
        }
        expect(next.getTime() - now.getTime()).toBeGreaterThan(0);
        expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(MAX_DELAY_MS);
      },
    ),
  );
});

it.each([
  [200, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [100, 'failed'],
  [301, 'failed'],
  [304, 'failed'],
  [400, 'failed'],
  [404, 'failed'],
  [410, 'gone'],
  [429, 'slow_down'],
  [500, 'failed'],
  [502, 'slow_down'],
  [503, 'failed'],
  [504, 'slow_down'],
])('status %s means %s', (status, outcome) => {
  expect(outcomeOf(status)).toBe(outcome);
});
