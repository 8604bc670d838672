import { expect, it } from 'vitest';
import { readJson } from './read-json.js';

const read = (text: string): unknown => readJson(Buffer.from(text));

it('gives back what JSON says', () => {
  expect(read('{"a": [1, "ü", {"b": null}], "c": "\\ud83d\\ude00"}')).toEqual({ a: [1, 'ü', { b: null }], c: '\u{1f600}' });
});

it.each([
  ['{"a": oops}', 6],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['[1, 2', 5],
  ['{"a": tru', 9],
  ['{"a": true} x', 12],
  ['oops', 0],
])('says where %s stops being JSON', (text, position) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ extra: expect.objectContaining({ position }) }));
});

it('takes 32 levels and refuses the 33rd', () => {
  const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
  expect(() => read(nested(32))).not.toThrow();
  expect(() => read(nested(33))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
  expect(() => read(nested(200_000))).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

it.each([
  ['{"a": {"b~": ["x\\u0000"]}}', '/a/b~0/0'],
  ['{"a\\udc00": 1}', ''],
  ['"\\ud800x"', ''],
])('points at the text in %s that cannot be kept', (text, pointer) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }));
});
