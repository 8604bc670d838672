import type { Role } from '#domain/access/role';

/** The roles, weakest first; the type check keeps them those of the domain. */
const ROLES = {
  reader: 0,
  editor: 0,
  'staging-manager': 0,
  'production-manager': 0,
  manager: 0,
  admin: 0,
} as const satisfies Record<Role, 0>;

export const ROLE_NAMES: readonly string[] = Object.keys(ROLES);
