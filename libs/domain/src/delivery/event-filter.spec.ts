import { expect, it } from 'vitest';
import { checkModelPattern } from '../access/pattern.js';
import { checkEventGlobs, wantsEvent } from './event-filter.js';

const all = { types: ['*'], models: null, stages: [] };
const event = { type: 'stage.changed', model: 'fraud-eu', stages: ['Production'] };

it.each([
  [all, true],
  [{ ...all, types: ['stage.*'] }, true],
  [{ ...all, types: ['stage.changed'] }, true],
  [{ ...all, types: ['version.*', 'alias.set'] }, false],
  [{ ...all, types: ['stage'] }, false],
  [{ ...all, types: [] }, false],
  [{ ...all, models: 'model:fraud-*' }, true],
  [{ ...all, models: 'model:churn' }, false],
  [{ ...all, stages: ['production'] }, true],
  [{ ...all, stages: ['staging'] }, false],
])('%j wants a change of fraud-eu in Production: %s', (filter, wanted) => {
  expect(wantsEvent(filter, event)).toBe(wanted);
});

it('does not send what is about no model or stage to an endpoint that filters by them', () => {
  const bare = { type: 'endpoint.disabled', model: null, stages: [] };
  expect(wantsEvent(all, bare)).toBe(true);
  expect(wantsEvent({ ...all, models: 'model:*' }, bare)).toBe(false);
  expect(wantsEvent({ ...all, stages: ['production'] }, bare)).toBe(false);
});

it('counts the stage that a promotion leaves and the one that it enters', () => {
  const promotion = { type: 'promotion.applied', model: 'm', stages: ['Staging', 'Production'] };
  expect(wantsEvent({ ...all, stages: ['staging'] }, promotion)).toBe(true);
});

it('takes only globs that can match', () => {
  expect(checkEventGlobs(['version.*', '*', 'alias.set', '*'], '/events')).toEqual(['version.*', '*', 'alias.set']);
  for (const glob of ['versions.*', 'alias.sett', '', '**', 'alias.s*', 'ALIAS.SET']) {
    expect(() => checkEventGlobs(['*', glob], '/events')).toThrow(
      expect.objectContaining({ code: 'INVALID_ARGUMENT', errors: [expect.objectContaining({ pointer: '/events/1' })] }),
    );
  }
  expect(() => checkEventGlobs([], '/events')).toThrow(/at least one/);
});

it('reads a bare glob as a model pattern', () => {
  expect(checkModelPattern('fraud-*', '/models')).toBe('model:fraud-*');
  expect(checkModelPattern('model:a', '/models')).toBe('model:a');
  expect(checkModelPattern('*', '/models')).toBe('*');
  expect(() => checkModelPattern('', '/models')).toThrow(/pattern/);
});
