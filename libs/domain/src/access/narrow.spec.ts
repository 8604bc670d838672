import { expect, it } from 'vitest';
import type { Narrowing, RoleBinding, UserActor } from './actor.js';
import { endsWithin, isNarrowed, narrowedBy, requireHolds, requireWholeRights } from './narrow.js';

const minter = (narrowing: Narrowing, ...bindings: RoleBinding[]): UserActor => ({ type: 'user', id: 'u', name: 'u', bindings, narrowing });
const denied = expect.objectContaining({ code: 'PERMISSION_DENIED' });

it.each<[Narrowing, Narrowing, Narrowing]>([
  [{}, {}, { patterns: [] }],
  [{}, { role: 'editor', patterns: ['model:a'] }, { role: 'editor', patterns: ['model:a'] }],
  [{ role: 'editor', patterns: ['model:a-*'] }, {}, { role: 'editor', patterns: ['model:a-*'] }],
  [
    { role: 'editor', patterns: ['model:a-*'] },
    { role: 'reader', patterns: ['model:a-1'] },
    { role: 'reader', patterns: ['model:a-1'] },
  ],
  [{ role: 'editor' }, { patterns: ['*'] }, { role: 'editor', patterns: ['*'] }],
])('a token narrowed to %j that asks for %j gets %j', (own, wish, given) => {
  expect(narrowedBy(minter(own), wish)).toEqual(given);
});

it.each<[Narrowing, Narrowing]>([
  [{ role: 'reader' }, { role: 'editor' }],
  [{ patterns: ['model:a-*'] }, { patterns: ['*'] }],
  [{ patterns: ['model:a-*'] }, { patterns: ['model:a-1', 'model:b'] }],
  [{ patterns: ['model:a-*'] }, { patterns: ['model:*-1'] }],
  [{ patterns: ['model:a-*'] }, { patterns: ['model:a-*/x'] }],
  [{ patterns: ['model:a-*'] }, { patterns: ['experiment:a-1'] }],
])('a token narrowed to %j cannot ask for %j', (own, wish) => {
  expect(() => narrowedBy(minter(own), wish)).toThrow(denied);
});

it.each<[RoleBinding[], RoleBinding[], Narrowing, boolean]>([
  [[{ role: 'manager', pattern: 'model:a-*' }], [{ role: 'editor', pattern: 'model:a-1' }], {}, true],
  [[{ role: 'manager', pattern: 'model:a-*' }], [{ role: 'editor', pattern: 'model:*' }], {}, false],
  [[{ role: 'manager', pattern: 'model:a-*' }], [{ role: 'editor', pattern: 'model:*' }], { patterns: ['model:a-1'] }, true],
  [[{ role: 'manager', pattern: 'model:a-*' }], [{ role: 'editor', pattern: 'model:*-1' }], { patterns: ['model:a-*'] }, true],
  [[{ role: 'editor', pattern: '*' }], [{ role: 'manager', pattern: 'model:a' }], {}, false],
  [[{ role: 'editor', pattern: '*' }], [{ role: 'manager', pattern: 'model:a' }], { role: 'editor' }, true],
  [[{ role: 'admin', pattern: '*' }], [{ role: 'admin', pattern: '*' }], {}, true],
  [[{ role: 'reader', pattern: '*' }], [], {}, true],
])('whoever has %j may hand out %j narrowed to %j: %s', (own, given, narrowing, allowed) => {
  const act = () => requireHolds(minter({}, ...own), given, narrowing);
  if (allowed) expect(act).not.toThrow();
  else expect(act).toThrow(denied);
});

it('ends no later than its limit, where there is one', () => {
  const noon = new Date('2026-11-21T12:00:00Z');
  const later = new Date('2026-11-21T12:00:00.001Z');
  expect([endsWithin(null, null), endsWithin(noon, null), endsWithin(noon, noon)]).toEqual([true, true, true]);
  expect([endsWithin(null, noon), endsWithin(later, noon)]).toEqual([false, false]);
});

it('tells tokens that are narrowed from those that are not, and lets ownership be the right of the latter alone', () => {
  for (const whole of [minter({}), minter({ patterns: [] }), { type: 'system', id: 's', name: 's' } as const]) {
    expect(isNarrowed(whole)).toBe(false);
    expect(() => requireWholeRights(whole)).not.toThrow();
  }
  for (const narrowing of [{ role: 'admin' }, { patterns: ['*'] }] satisfies Narrowing[]) {
    expect(isNarrowed(minter(narrowing))).toBe(true);
    expect(() => requireWholeRights(minter(narrowing))).toThrow(denied);
  }
});
