import { expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.js';

const NOW = new Date('2026-11-06T08:49:00Z');

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 7 ', 7_000],
  ['99999999999999999999', 86_400_000],
  ['Fri, 06 Nov 2026 08:49:37 GMT', 37_000],
  ['Friday, 06-Nov-26 08:49:37 GMT', 37_000],
  ['Fri Nov  6 08:49:37 2026', 37_000],
  ['Fri, 06 Nov 2026 08:00:00 GMT', 0],
  ['Sat, 06 Nov 2027 08:49:37 GMT', 86_400_000],
])('reads "%s" as %i ms', (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});

it.each([undefined, '', 'soon', '-5', '1.5', '1e3', '2026-11-06T08:49:37Z', 'Fri, 99 Nov 2026 99:99:99 GMT'])(
  'takes "%s" for no header',
  (header) => {
    expect(parseRetryAfter(header, NOW)).toBeNull();
  },
);
