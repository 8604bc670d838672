import { expect, it } from 'vitest';
import { createIdGenerator, newId } from './id-generator.js';

it('makes a prefix and 26 characters of Crockford base 32', () => {
  expect(newId('mdl')).toMatch(/^mdl_[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
});

it('encodes the time in the first ten characters as the ULID specification does', () => {
  const next = createIdGenerator({ now: () => 1469918176385, random: () => new Uint8Array(10) });
  expect(next('x')).toBe('x_01ARYZ6S410000000000000000');
});

it('rises strictly within one millisecond, over the end of the random part and when the clock goes back', () => {
  const times = [5, 5, 5, 3, 4, 6];
  const next = createIdGenerator({ now: () => times.shift() ?? 7, random: () => new Uint8Array(10).fill(255) });
  const ids = Array.from({ length: 7 }, () => next('a'));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

it('never repeats in a burst', () => {
  const ids = Array.from({ length: 50_000 }, () => newId('evt'));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual([...ids].sort());
});
