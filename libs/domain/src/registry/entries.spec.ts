import { describe, expect, it } from 'vitest';
import { checkMetricKey, readMetricValue, writeMetricValue } from './metric.js';
import { checkParamValue } from './param.js';
import { checkTagKey, checkTagValue } from './tag-key.js';

describe('tag key', () => {
  it.each(['team', 'mlflow.source.git.commit', 'a/b', 'a b', 'a:b', 'größe', '.hidden', 'a..b', 'x'.repeat(250)])('takes %j', (key) => {
    expect(checkTagKey(key, '/key')).toBe(key);
  });

  it.each([
    ['', /empty/],
    ['a\n', /letters, digits/],
    ['a$', /letters, digits/],
    ['a\u202e', /letters, digits/],
    ['\ud800', /letters, digits/],
    ['/a', /path/],
    ['a/', /path/],
    ['a//b', /path/],
    ['a/./b', /path/],
    ['a/../b', /path/],
    ['.', /path/],
    ['..', /path/],
    ['..a', /path/],
    ['x'.repeat(251), /250/],
  ])('refuses %j', (key, message) => {
    expect(() => checkTagKey(key, '/key')).toThrow(message);
  });

  it('names the thing that the key is for', () => {
    expect(() => checkMetricKey('$', '/metrics')).toThrow(/key of a metric/);
  });
});

it('a tag value has at most 100,000 characters and nothing that Postgres cannot store', () => {
  expect(checkTagValue('x'.repeat(100_000), '/value')).toHaveLength(100_000);
  expect(checkTagValue('line\nline \u202e', '/value')).toBe('line\nline \u202e');
  expect(() => checkTagValue('x'.repeat(100_001), '/value')).toThrow(/100000/);
  expect(() => checkTagValue('\0', '/value')).toThrow(/NUL/);
  expect(() => checkTagValue('\udc00', '/value')).toThrow(/surrogate/);
});

it('a param value has at most 6,000 characters', () => {
  expect(checkParamValue('x'.repeat(6000), '/value')).toHaveLength(6000);
  expect(() => checkParamValue('x'.repeat(6001), '/value')).toThrow(/6000/);
});

describe('metric value', () => {
  it.each([0, -1.5, 1e308, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('%d survives JSON', (value) => {
    const wire: unknown = JSON.parse(JSON.stringify(writeMetricValue(value)));
    expect(readMetricValue(wire, '/value')).toBe(value);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, '1', 'nan', null, true, [], undefined])('%j is none', (value) => {
    expect(() => readMetricValue(value, '/value')).toThrow(/finite number/);
  });
});
