import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRfc3339 } from './rfc3339.js';

it.each([
  ['1970-01-01T00:00:00Z', 0],
  ['1970-01-01t00:00:00.1z', 100],
  ['1970-01-01T02:00:00.123456+02:00', 123],
  ['1969-12-31T19:00:00-05:00', 0],
  ['0001-01-01T00:00:00Z', -62135596800000],
  ['2024-02-29T23:59:59Z', 1709251199000],
])('%s is %d', (text, millis) => {
  expect(parseRfc3339(text)).toBe(millis);
});

it.each([
  '2026-02-29T00:00:00Z',
  '2026-11-01',
  '2026-11-01T00:00:00',
  '2026-11-01T24:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-11-01T00:00:60Z',
  '2026-11-01T00:00:00+24:00',
  '2026-11-01 00:00',
  'yesterday',
  '',
])('%s is no time', (text) => {
  expect(parseRfc3339(text)).toBeUndefined();
});

it('reads back what a Date writes', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      expect(parseRfc3339(date.toISOString())).toBe(date.getTime());
    }),
  );
});
