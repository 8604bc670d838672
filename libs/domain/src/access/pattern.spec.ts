import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern, covers, matches, patternToRegex } from './pattern.js';

describe('matches', () => {
  it.each([
    ['*', 'a', true],
    ['*', 'a/b', true],
    ['model:*', 'a', true],
    ['model:*', 'a/b', false],
    ['model:*/*', 'a/b', true],
    ['model:fraud-*', 'fraud-x', true],
    ['model:fraud-*', 'fraud-', true],
    ['model:fraud-*', 'Fraud-x', false],
    ['model:fraud-*', 'my-fraud-x', false],
    ['model:fraud', 'fraud-x', false],
    ['model:*-prod', 'a-prod', true],
    ['model:a*b*c', 'aXbYc', true],
    ['model:a*b*c', 'aXcYb', false],
    ['model:a.c', 'abc', false],
    ['model:a*', 'a*', true],
    ['model:a', 'a*', false],
    ['experiment:*', 'a', false],
    ['fraud-*', 'fraud-x', false],
    ['', '', false],
  ])('%s %s %s', (pattern, name, expected) => {
    expect(matches(pattern, name)).toBe(expected);
  });

  it('speaks of experiments by their own prefix', () => {
    expect(matches('experiment:a*', 'ab', 'experiment')).toBe(true);
    expect(matches('model:a*', 'ab', 'experiment')).toBe(false);
    expect(matches('*', 'ab', 'experiment')).toBe(true);
  });
});

describe('covers', () => {
  it.each([
    ['*', '*', true],
    ['*', 'experiment:a', true],
    ['model:*', '*', false],
    ['model:*', 'model:a*b', true],
    ['model:*', 'model:*', true],
    ['model:*', 'model:a/*', false],
    ['model:*', 'experiment:a', false],
    ['model:a*', 'model:ab*', true],
    ['model:ab*', 'model:a*', false],
    ['model:*b', 'model:a*b', true],
    ['model:a*', 'model:*', false],
    ['model:a**', 'model:a*', true],
    ['model:a', 'model:a', true],
    ['model:a', 'model:*', false],
    ['*', 'nonsense', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });
});

const letters = fc.constantFrom('a', 'b', '/', '.', '+', '😀', '*');
const glob = fc.string({ unit: letters, minLength: 1, maxLength: 8 }).map((text) => `model:${text}`);
const pattern = fc.oneof({ weight: 9, arbitrary: glob }, { weight: 1, arbitrary: fc.constant('*') });
const name = fc.string({ unit: letters, minLength: 1, maxLength: 8 });

it('what covers matches whatever the covered one matches', () => {
  fc.assert(
    fc.property(pattern, pattern, name, (outer, inner, text) => {
      if (covers(outer, inner) && matches(inner, text)) expect(matches(outer, text)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

it('a pattern covers itself and every name of its own that it matches', () => {
  fc.assert(
    fc.property(
      pattern,
      name.filter((text) => !text.includes('*')),
      (outer, text) => {
        expect(covers(outer, outer)).toBe(true);
        expect(covers(outer, `model:${text}`)).toBe(matches(outer, text));
      },
    ),
    { numRuns: 2000 },
  );
});

it('its regular expression says the same', () => {
  fc.assert(
    fc.property(pattern, name, (one, text) => {
      expect(new RegExp(patternToRegex(one) ?? 'never', 's').test(text)).toBe(matches(one, text));
    }),
    { numRuns: 2000 },
  );
  expect(patternToRegex('experiment:a')).toBeUndefined();
});

it.each(['*', 'model:*', 'model:a/b', 'experiment:x*'])('%s is a pattern', (text) => {
  expect(checkPattern(text, '/pattern')).toBe(text);
});

it.each([
  '',
  'a',
  'model:',
  'Model:a',
  'group:a',
  'model:\u202e',
  'model:\0',
  'model:e\u0301',
  'model:\ud800',
  `model:${'x'.repeat(300)}`,
  `model:${'*a'.repeat(17)}`,
])('%j is none', (text) => {
  expect(() => checkPattern(text, '/pattern')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});
