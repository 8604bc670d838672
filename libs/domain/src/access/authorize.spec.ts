import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Actor, Narrowing, RoleBinding } from './actor.js';
import { approvalIdentity, isPerson } from './actor.js';
import { can, holdsAtLeast, mayGrant, permissionDenied, readablePatterns, readableRegexes } from './authorize.js';
import { PERMISSIONS, ROLES, type Permission } from './role.js';

const user = (bindings: readonly RoleBinding[], narrowing?: Narrowing): Actor => ({
  type: 'user',
  id: 'usr_1',
  name: 'ann',
  bindings,
  ...(narrowing === undefined ? {} : { narrowing }),
});
const on = (role: RoleBinding['role'], pattern: string): RoleBinding => ({ role, pattern });
const system: Actor = { type: 'system', id: 'system', name: 'system' };

describe('can', () => {
  it('asks the role where its pattern matches', () => {
    const actor = user([on('editor', 'model:fraud-*'), on('reader', 'model:*')]);
    expect(can(actor, 'version.write', 'fraud-x')).toBe(true);
    expect(can(actor, 'version.write', 'churn')).toBe(false);
    expect(can(actor, 'model.read', 'churn')).toBe(true);
    expect(can(actor, 'model.read', 'team/churn')).toBe(false);
    expect(can(actor, 'model.read', 'fraud-x', 'experiment')).toBe(false);
  });

  it('gives service-wide rights only to an administrator of everything', () => {
    expect(can(user([on('admin', '*')]), 'admin.stages')).toBe(true);
    expect(can(user([on('admin', 'model:*')]), 'admin.stages')).toBe(false);
    expect(can(user([on('manager', '*')]), 'admin.stages')).toBe(false);
    expect(can(user([on('admin', '*')], { patterns: ['model:a'] }), 'admin.stages')).toBe(false);
  });

  it('gives nothing without bindings, and the system everything', () => {
    expect(can(user([]), 'model.read', 'a')).toBe(false);
    expect(can(system, 'promotion.apply.protected', 'a/b')).toBe(true);
  });
});

describe('a token narrows', () => {
  it('to a role', () => {
    const actor = user([on('admin', '*')], { role: 'reader' });
    expect(can(actor, 'model.read', 'a')).toBe(true);
    expect(can(actor, 'version.write', 'a')).toBe(false);
    expect(can(user([on('reader', '*')], { role: 'admin' }), 'version.write', 'a')).toBe(false);
  });

  it('to patterns, also where they only overlap', () => {
    const actor = user([on('editor', 'model:fraud-*')], { patterns: ['model:*-eu', 'model:fraud-us', 'model:churn'] });
    expect(['fraud-eu', 'fraud-us', 'fraud-x', 'churn', 'x-eu'].filter((name) => can(actor, 'version.write', name))).toEqual([
      'fraud-eu',
      'fraud-us',
    ]);
  });
});

it('names the missing right, where it is missing, and the weakest role that has it', () => {
  expect(permissionDenied('version.write', 'ab')).toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringMatching(/version\.write on 'ab'.*editor/),
    extra: { permission: 'version.write' },
  });
  expect(permissionDenied('admin.stages').message).toMatch(/admin\.stages service-wide.*admin/);
});

describe('what may be read', () => {
  it('is all, or groups of patterns', () => {
    expect(readablePatterns(user([on('reader', 'model:a'), on('reader', '*')]))).toBe('all');
    expect(readablePatterns(user([on('reader', '*')], { patterns: ['model:a'] }))).toEqual([['model:a']]);
    expect(readablePatterns(user([]))).toEqual([]);
    expect(readablePatterns(user([on('reader', 'model:a'), on('manager', 'model:b')]), 'audit.read')).toEqual([['model:b']]);
    expect(readableRegexes(user([on('reader', 'experiment:a')]))).toEqual([]);
    expect(readableRegexes(system)).toBe('all');
  });
});

const letters = fc.constantFrom('a', 'b', '/', '.', '*');
const pattern = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: letters, minLength: 1, maxLength: 5 }).map((text) => `model:${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('*', 'experiment:a') },
);
const binding = fc.record({ role: fc.constantFrom(...ROLES), pattern });
const actor = fc.record({
  bindings: fc.array(binding, { maxLength: 3 }),
  narrowing: fc.record({ role: fc.constantFrom(...ROLES), patterns: fc.array(pattern, { maxLength: 2 }) }, { requiredKeys: [] }),
});
const name = fc.string({ unit: letters, minLength: 1, maxLength: 5 });
const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);
const permission = fc.constantFrom(...Object.keys(PERMISSIONS).filter(isPermission));

it('no token gives more than its holder has', () => {
  fc.assert(
    fc.property(actor, permission, name, ({ bindings, narrowing }, right, text) => {
      if (can(user(bindings, narrowing), right, text)) expect(can(user(bindings), right, text)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('the SQL filter shows exactly what may be read', () => {
  fc.assert(
    fc.property(actor, name, ({ bindings, narrowing }, text) => {
      const regexes = readableRegexes(user(bindings, narrowing));
      const shown = regexes === 'all' || regexes.some((regex) => new RegExp(regex, 's').test(text));
      expect(shown).toBe(can(user(bindings, narrowing), 'model.read', text));
    }),
    { numRuns: 2000 },
  );
});

it('whatever an actor may grant gives nobody more than the actor has', () => {
  fc.assert(
    fc.property(actor, binding, permission, name, ({ bindings, narrowing }, granted, right, text) => {
      const granter = user(bindings, narrowing);
      if (!mayGrant(granter, granted)) return;
      expect(holdsAtLeast(granter, granted)).toBe(true);
      if (can(user([granted]), right, text)) expect(can(granter, right, text)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

it('a manager grants up to manager within the pattern, a production manager nothing', () => {
  const manager = user([on('manager', 'model:fraud-*')]);
  expect(mayGrant(manager, on('manager', 'model:fraud-eu'))).toBe(true);
  expect(mayGrant(manager, on('admin', 'model:fraud-eu'))).toBe(false);
  expect(mayGrant(manager, on('reader', 'model:*'))).toBe(false);
  expect(mayGrant(user([on('production-manager', '*')]), on('reader', 'model:a'))).toBe(false);
});

it('acts of automation count as their owner’s, and only users are persons', () => {
  const account: Actor = { type: 'service_account', id: 'svc_1', name: 'bot', ownerUserId: 'usr_1', bindings: [] };
  const ci: Actor = { type: 'ci', id: 'ci_1', name: 'job', ownerUserId: null, bindings: [] };
  const anonymous: Actor = { type: 'anonymous', id: 'anonymous', name: 'anonymous', bindings: [] };
  expect([user([]), account, ci, anonymous, system].map(approvalIdentity)).toEqual(['usr_1', 'usr_1', null, null, null]);
  expect([user([]), account, ci, anonymous, system].map(isPerson)).toEqual([true, false, false, false, false]);
});
