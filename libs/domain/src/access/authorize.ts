import { SlipwayError } from '../errors/slipway-error.js';
import type { Actor, RoleBinding } from './actor.js';
import type { PatternKind } from './pattern.js';
import { covers, EVERYTHING, matches, patternToRegex } from './pattern.js';
import type { Permission, Role } from './role.js';
import { isServiceWide, rankOf, roleMay, weakerRole, weakestRoleFor } from './role.js';

/** A binding after narrowing: the role holds where *every* pattern matches (one pattern, or the holder's and the token's where neither covers the other). */
export interface EffectiveBinding {
  readonly role: Role;
  readonly patterns: readonly string[];
}

/** What the actor has after its token's narrowing: never more than its bindings give. The system has everything. */
export function effectiveBindings(actor: Actor): readonly EffectiveBinding[] {
  if (actor.type === 'system') return [{ role: 'admin', patterns: [EVERYTHING] }];
  const { role: cap, patterns = [] } = actor.narrowing ?? {};
  return actor.bindings.flatMap((binding) => {
    const role = cap === undefined ? binding.role : weakerRole(binding.role, cap);
    if (patterns.length === 0) return [{ role, patterns: [binding.pattern] }];
    return patterns.map((pattern) => ({ role, patterns: both(binding.pattern, pattern) }));
  });
}

function both(one: string, other: string): readonly string[] {
  if (covers(one, other)) return [other];
  return covers(other, one) ? [one] : [one, other];
}

/**
 * True where the actor has the right: on this model (or experiment), or, for `admin.*`, on the whole service. Without a name a right that
 * is asked for one model is not had by anybody but those who have it on everything.
 */
export function can(actor: Actor, permission: Permission, name?: string, kind: PatternKind = 'model'): boolean {
  return effectiveBindings(actor).some(({ role, patterns }) => {
    if (!roleMay(role, permission)) return false;
    if (isServiceWide(permission) || name === undefined) return patterns.every((pattern) => pattern === EVERYTHING);
    return patterns.every((pattern) => matches(pattern, name, kind));
  });
}

/** The refusal for a missing right: it names the right and the weakest role that has it. */
export function permissionDenied(permission: Permission, name?: string): SlipwayError {
  const place = name === undefined || isServiceWide(permission) ? 'service-wide' : `on '${name}'`;
  const message = `This needs the right ${permission} ${place}; the weakest role that has it is ${weakestRoleFor(permission)}`;
  return new SlipwayError('PERMISSION_DENIED', message, { extra: { permission } });
}

/**
 * What the actor may read: `all`, or groups of patterns; a name is readable where every pattern of one group matches it. For SQL use
 * `readableRegexes`.
 */
export function readablePatterns(actor: Actor, permission: Permission = 'model.read'): 'all' | readonly (readonly string[])[] {
  const groups = effectiveBindings(actor).flatMap(({ role, patterns }) => (roleMay(role, permission) ? [patterns] : []));
  return groups.some((patterns) => patterns.every((pattern) => pattern === EVERYTHING)) ? 'all' : groups;
}

/**
 * `readablePatterns` for Postgres: `name ~ ANY($1)`; none of them means that nothing is readable. Also for other rights that filter lists
 * (`audit.read`, `delivery.read`).
 */
export function readableRegexes(
  actor: Actor,
  kind: PatternKind = 'model',
  permission: Permission = 'model.read',
): 'all' | readonly string[] {
  const groups = readablePatterns(actor, permission);
  if (groups === 'all') return 'all';
  const regexes = groups.flatMap((patterns) => {
    const parts = patterns.flatMap((pattern) => patternToRegex(pattern, kind) ?? []);
    const [last] = parts.slice(-1);
    if (last === undefined || parts.length < patterns.length) return [];
    // All but the last as lookaheads at the start, which Postgres and JavaScript both know.
    const ahead = parts.slice(0, -1).map((part) => `(?=${part.slice(1)})`);
    return [`^${ahead.join('')}${last.slice(1)}`];
  });
  return [...new Set(regexes)];
}

/** True where the actor itself has at least that role on everything that the pattern matches: whoever grants or mints needs this. */
export function holdsAtLeast(actor: Actor, binding: RoleBinding): boolean {
  return effectiveBindings(actor).some(
    ({ role, patterns }) => rankOf(role) >= rankOf(binding.role) && patterns.every((pattern) => covers(pattern, binding.pattern)),
  );
}

/** True where the actor may grant (or revoke) this binding: it has `role.grant` on the whole pattern, and the role itself or a stronger one. */
export function mayGrant(actor: Actor, binding: RoleBinding): boolean {
  const grants = effectiveBindings(actor).some(
    ({ role, patterns }) => roleMay(role, 'role.grant') && patterns.every((pattern) => covers(pattern, binding.pattern)),
  );
  return grants && holdsAtLeast(actor, binding);
}
