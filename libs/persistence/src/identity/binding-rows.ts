import type { Narrowing, RoleBinding } from '#domain/access/actor';
import { isRole } from '#domain/access/role';

/** A binding as the database gives it. */
export interface BindingRow {
  readonly role: string;
  readonly pattern: string;
}

/** The bindings of rows; a role that this version does not know gives nothing. */
export function bindingsOf(rows: readonly BindingRow[]): readonly RoleBinding[] {
  return rows.flatMap(({ role, pattern }) => (isRole(role) ? [{ role, pattern }] : []));
}

/** The narrowing of a token's row. Throws for a role that this version does not know: reading it as "no limit" would widen the token. */
export function narrowingOf(role: string | null, patterns: readonly string[]): Narrowing {
  if (role === null) return { patterns };
  if (!isRole(role)) throw new Error('a token has a role that does not exist');
  return { role, patterns };
}
