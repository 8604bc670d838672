import { expect, it } from 'vitest';
import { checkCheckStatus, checkCheckSummary } from './check.js';
import { checkDescription } from './description.js';
import { checkLink, checkRunId } from './run-reference.js';

it.each(['https://ci.example/run/1?x=1#y', 'http://localhost:8080/', 'HTTPS://CI.example'])('%s is a link', (link) => {
  expect(checkLink(link, '/url')).toBe(link);
});

it.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '//host/path',
  '/path',
  'https://',
  'https:///path',
  'https://user@host/',
  'https://user:pw@host/',
  'https://good.example\\@evil.example/',
  ' https://host/',
  'https://host/a b',
  'https://host/\u202Egpj',
  `https://host/${'x'.repeat(2_048)}`,
])('%s is no link', (link) => {
  expect(() => checkLink(link, '/url')).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ pointer: '/url' })] }));
});

it.each(['', '  ', 'a\nb', 'x'.repeat(257), '\uD800'])('%j is no run id', (runId) => {
  expect(() => checkRunId(runId, '/runId')).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }));
});

it('bounds descriptions and summaries, and knows the statuses of checks', () => {
  expect(checkDescription('x'.repeat(100_000), '/d')).toHaveLength(100_000);
  expect(() => checkDescription('x'.repeat(100_001), '/d')).toThrow(/at most 100000/);
  expect(() => checkDescription('a\0b', '/d')).toThrow(/NUL/);
  expect(() => checkCheckSummary('x'.repeat(4_097), '/s')).toThrow(/at most 4096/);
  expect(checkCheckStatus('neutral', '/status')).toBe('neutral');
  expect(() => checkCheckStatus('SUCCESS', '/status')).toThrow(/pending, success, failure, error, neutral/);
});
