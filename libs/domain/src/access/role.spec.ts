import { describe, expect, it } from 'vitest';
import type { Permission, Role } from './role.js';
import { checkRole, PERMISSIONS, permissionsOf, ROLES, roleMay, weakestRoleFor } from './role.js';

/** The weakest role for each right (docs/reference/roles.md). */
const WEAKEST: Record<Permission, Role> = {
  'model.read': 'reader',
  'promotion.request': 'reader',
  'promotion.comment': 'reader',
  'model.create': 'editor',
  'model.write': 'editor',
  'version.write': 'editor',
  'tag.write': 'editor',
  'alias.write': 'editor',
  'check.report': 'editor',
  'promotion.apply.unprotected': 'staging-manager',
  'promotion.apply.protected': 'production-manager',
  'stage.rollback': 'production-manager',
  'hold.lift': 'production-manager',
  'quarantine.lift': 'production-manager',
  'promotion.cancel': 'manager',
  'model.rename': 'manager',
  'model.delete': 'manager',
  'role.grant': 'manager',
  'endpoint.manage': 'manager',
  'delivery.read': 'manager',
  'audit.read': 'manager',
  'policy.extend': 'manager',
  'admin.stages': 'admin',
  'admin.policies': 'admin',
  'admin.deploy-targets': 'admin',
  'admin.identities': 'admin',
  'admin.trust-rules': 'admin',
  'admin.endpoints': 'admin',
  'admin.audit-export': 'admin',
  'admin.override': 'admin',
};

const isPermission = (text: string): text is Permission => Object.hasOwn(PERMISSIONS, text);
const permissions = Object.keys(PERMISSIONS).filter(isPermission);

describe.each(ROLES)('%s', (role) => {
  it.each(permissions)('%s', (permission) => {
    const expected = ROLES.indexOf(WEAKEST[permission]) <= ROLES.indexOf(role);
    expect(roleMay(role, permission)).toBe(expected);
    expect(permissionsOf(role).includes(permission)).toBe(expected);
  });
});

it('names the weakest role for a right', () => {
  expect(weakestRoleFor('hold.lift')).toBe('production-manager');
});

it('reads role names exactly', () => {
  expect(checkRole('admin', '/role')).toBe('admin');
  expect(() => checkRole('Admin', '/role')).toThrow(/one of reader, editor/);
});
