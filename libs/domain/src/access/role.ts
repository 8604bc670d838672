import { invalid } from '../errors/slipway-error.js';

/** The six roles, weakest first: each may what the one before it may, and more (docs/reference/roles.md). */
export const ROLES = ['reader', 'editor', 'staging-manager', 'production-manager', 'manager', 'admin'] as const;

export type Role = (typeof ROLES)[number];

/**
 * Every right, with one sentence on what it allows. Those that start with `admin.` are service-wide: they need the admin role on `*`;
 * all others are asked for one model (or experiment).
 */
export const PERMISSIONS = {
  'model.read': 'See a model, its versions, promotions, events and placements',
  'promotion.request': 'Ask for a promotion',
  'promotion.comment': 'Comment on a promotion',
  'model.create': 'Register a model of this name',
  'model.write': 'Change the description of a model',
  'version.write': 'Register versions and change them, upload artifacts, log runs',
  'tag.write': 'Set and remove tags of models and versions',
  'alias.write': 'Set and remove free aliases',
  'check.report': 'Report checks on versions',
  'promotion.apply.unprotected':
    'Apply and approve promotions between stages that are not protected; hold them; retry and cancel their deployments',
  'promotion.apply.protected': 'Apply and approve promotions into and out of any stage; hold it; retry and cancel its deployments',
  'stage.rollback': 'Roll a stage back',
  'hold.lift': 'Lift a hold',
  'quarantine.lift': 'Lift a quarantine',
  'promotion.cancel': "Cancel others' requests",
  'model.rename': 'Rename a model (from this name or to it)',
  'model.delete': 'Delete a model or its versions',
  'role.grant': 'Grant and revoke roles on these models',
  'endpoint.manage': 'Manage webhook endpoints for these models',
  'delivery.read': 'See deliveries of these models, and repeat them',
  'audit.read': 'Read the audit log of these models',
  'policy.extend': "Add conditions to these models' policy",
  'admin.stages': 'Define stages',
  'admin.policies': 'Change the policy document',
  'admin.deploy-targets': 'Manage deploy targets',
  'admin.identities': 'Manage users, groups and service accounts',
  'admin.trust-rules': 'Manage trust rules',
  'admin.endpoints': 'Manage registry-wide webhook endpoints',
  'admin.audit-export': 'Export the audit log',
  'admin.override': 'Apply without the approvals that a policy asks for, with a reason',
} as const;

export type Permission = keyof typeof PERMISSIONS;

/** What each role adds to the one before it. */
const ADDED: Readonly<Record<Role, readonly Permission[]>> = {
  reader: ['model.read', 'promotion.request', 'promotion.comment'],
  editor: ['model.create', 'model.write', 'version.write', 'tag.write', 'alias.write', 'check.report'],
  'staging-manager': ['promotion.apply.unprotected'],
  'production-manager': ['promotion.apply.protected', 'stage.rollback', 'hold.lift', 'quarantine.lift'],
  manager: [
    'promotion.cancel',
    'model.rename',
    'model.delete',
    'role.grant',
    'endpoint.manage',
    'delivery.read',
    'audit.read',
    'policy.extend',
  ],
  admin: [
    'admin.stages',
    'admin.policies',
    'admin.deploy-targets',
    'admin.identities',
    'admin.trust-rules',
    'admin.endpoints',
    'admin.audit-export',
    'admin.override',
  ],
};

/** The weakest role that has each right. */
const WEAKEST: ReadonlyMap<Permission, Role> = new Map(
  ROLES.flatMap((role) => ADDED[role].map((permission) => [permission, role] as const)),
);

/** Every right of a role, its own and those of the weaker ones. */
export function permissionsOf(role: Role): readonly Permission[] {
  return ROLES.slice(0, rankOf(role) + 1).flatMap((weaker) => ADDED[weaker]);
}

/** True where the role has the right. */
export function roleMay(role: Role, permission: Permission): boolean {
  const weakest = WEAKEST.get(permission);
  return weakest !== undefined && rankOf(weakest) <= rankOf(role);
}

/** The weakest role that has the right, for messages. */
export function weakestRoleFor(permission: Permission): Role {
  return WEAKEST.get(permission) ?? 'admin';
}

/** 0 for reader to 5 for admin. */
export function rankOf(role: Role): number {
  return ROLES.indexOf(role);
}

/** The weaker of two roles. */
export function weakerRole(one: Role, other: Role): Role {
  return rankOf(one) <= rankOf(other) ? one : other;
}

/** True for the name of a role. */
export function isRole(text: string): text is Role {
  return ROLES.some((role) => role === text);
}

/** Gives the role of that name. Throws INVALID_ARGUMENT at `pointer`. */
export function checkRole(text: string, pointer: string): Role {
  if (isRole(text)) return text;
  throw invalid(pointer, 'role', `A role is one of ${ROLES.join(', ')}`);
}

/** True for rights that are asked for the whole service instead of one model. */
export function isServiceWide(permission: Permission): boolean {
  return permission.startsWith('admin.');
}
