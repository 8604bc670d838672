import { expect, it } from 'vitest';
import { wholeWords } from './like-pattern.js';

it.each([
  ['%/57/2/%', '/57/2/'],
  ['%/%', null],
  ['%/fraud/%', '/fraud/'],
  ['%.v1.2+(b)/%', '\\.v1\\.2\\+\\(b\\)/'],
  // Cut short, or not between separators.
  ['%/57/2%', null],
  ['%57/2/%', null],
  ['/57/2/%', null],
  ['%/57/2/', null],
  ['%/5_/2/%', null],
  ['%/57%/2/%', null],
  // So long that trigrams of them would be left out.
  ['%/fraud/57/%', null],
  ['%/production-registry/models/artifacts/57/2/%', null],
  ['%/größe/%', null],
])('the whole words of %s', (pattern, words) => {
  expect(wholeWords(pattern)).toBe(words);
});
