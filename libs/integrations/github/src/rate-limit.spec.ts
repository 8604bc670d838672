import { expect, it } from 'vitest';
import { messageOf, RateLimiter, rateLimitOf } from './rate-limit.js';

const NOW = Date.parse('2026-11-01T12:00:00Z');
const inTenMinutes = String(NOW / 1000 + 600);
const secondary = { message: 'You have exceeded a secondary rate limit.' };

it.each([
  [
    'retry-after before everything',
    403,
    { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenMinutes },
    {},
    0,
    5_000,
  ],
  ['the reset where nothing remains', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inTenMinutes }, {}, 0, 601_000],
  ['a reset that has passed', 429, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, {}, 0, 1_000],
  ['an hour at most', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '99999999999' }, {}, 0, 3_600_000],
  ['a minute where nothing is said', 429, {}, {}, 0, 60_000],
  ['a minute for a secondary limit by its words', 403, { 'x-ratelimit-remaining': '12' }, secondary, 0, 60_000],
  ['four minutes at the third refusal in a row', 403, {}, secondary, 2, 240_000],
  ['an hour at most, in a row', 429, {}, {}, 40, 3_600_000],
  [
    'a missing permission is no limit',
    403,
    { 'x-ratelimit-remaining': '12' },
    { message: 'Resource not accessible by integration' },
    0,
    null,
  ],
  ['another status is no limit', 502, { 'retry-after': '5' }, {}, 0, null],
] as const)('reads %s', (_name, status, headers, data, priorHits, expected) => {
  expect(rateLimitOf({ status, headers, data }, priorHits, NOW)?.retryAfterMs ?? null).toBe(expected);
});

it('counts refusals in a row per credential, and forgets them at the first answer', () => {
  let now = NOW;
  const limiter = new RateLimiter(() => now);
  const refusal = { status: 403, headers: {}, data: secondary };
  expect(limiter.note('a', refusal)).toEqual({ retryAfterMs: 60_000 });
  expect(limiter.waitMs('a')).toBe(60_000);
  expect(limiter.waitMs('b')).toBe(0);
  now += 60_000;
  expect(limiter.waitMs('a')).toBe(0);
  expect(limiter.note('a', refusal)).toEqual({ retryAfterMs: 120_000 });
  expect(limiter.note('a', { status: 200, headers: {}, data: {} })).toBeNull();
  expect(limiter.note('a', refusal)).toEqual({ retryAfterMs: 60_000 });
});

it('gives a message that can be stored, also where it is cut within a pair or holds NUL', () => {
  expect(messageOf({ message: `${'x'.repeat(499)}\u{1f600}` })).toBe(`${'x'.repeat(499)}\ufffd`);
  expect(messageOf({ message: 'a\0b' })).toBe('a\ufffdb');
});
