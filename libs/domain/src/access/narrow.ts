import { SlipwayError } from '../errors/slipway-error.js';
import type { Actor, Narrowing, RoleBinding } from './actor.js';
import { effectiveBindings, holdsAtLeast } from './authorize.js';
import { covers } from './pattern.js';
import { rankOf } from './role.js';

/**
 * The narrowing of a token that is minted with this actor's credential: what is not asked for is inherited from that credential, and
 * nothing wider can be asked for, so that no chain of tokens ends wider than it began. Throws PERMISSION_DENIED.
 */
export function narrowedBy(minter: Actor, wish: Narrowing): Narrowing {
  const own: Narrowing = minter.type === 'system' ? {} : (minter.narrowing ?? {});
  const role = wish.role ?? own.role;
  if (role !== undefined && own.role !== undefined && rankOf(role) > rankOf(own.role)) {
    throw aboveOwnRights(`Your own token is capped at the role ${own.role}; it cannot mint one for ${role}.`);
  }
  const limits = own.patterns ?? [];
  const wished = wish.patterns ?? [];
  const wider = limits.length === 0 ? undefined : wished.find((pattern) => !limits.some((limit) => covers(limit, pattern)));
  if (wider !== undefined) {
    throw aboveOwnRights(`Your own token is limited to ${limits.join(', ')}; it cannot mint one for '${wider}'.`);
  }
  return { ...(role === undefined ? {} : { role }), patterns: wished.length > 0 ? wished : limits };
}

/**
 * Refuses where a token with this narrowing would give its holder's bindings to a minter who does not have as much: whoever mints a
 * service account's token can act as that account. Throws PERMISSION_DENIED.
 */
export function requireHolds(minter: Actor, holderBindings: readonly RoleBinding[], narrowing: Narrowing): void {
  const given = effectiveBindings({ type: 'anonymous', id: '', name: '', bindings: holderBindings, narrowing });
  for (const { role, patterns } of given) {
    // Where several patterns must match, having the role on one of them is having it on what they share.
    if (patterns.some((pattern) => holdsAtLeast(minter, { role, pattern }))) continue;
    throw aboveOwnRights(
      `The token would carry the role ${role} on '${patterns.join("' and '")}', which you do not have. Narrow the token by role and patterns, or ask an administrator.`,
    );
  }
}

/** True where the actor came with a token that allows less than its holder may. */
export function isNarrowed(actor: Actor): boolean {
  if (actor.type === 'system' || actor.narrowing === undefined) return false;
  const { role, patterns = [] } = actor.narrowing;
  return role !== undefined || patterns.length > 0;
}

/**
 * Refuses narrowed tokens where being the owner is the right: no role or pattern says that a token may do this, so one that was narrowed
 * must not. Throws PERMISSION_DENIED.
 */
export function requireWholeRights(actor: Actor): void {
  if (!isNarrowed(actor)) return;
  throw new SlipwayError(
    'PERMISSION_DENIED',
    'Your token is narrowed to a role or to patterns: it does not change service accounts or tokens by right of ownership. Use a token that is not narrowed, or ask an administrator.',
  );
}

/** True where `expiresAt` (null: never) ends no later than `limit` (null: no limit): a token does not outlive the one that minted it. */
export function endsWithin(expiresAt: Date | null, limit: Date | null): boolean {
  return limit === null || (expiresAt !== null && expiresAt.getTime() <= limit.getTime());
}

function aboveOwnRights(message: string): SlipwayError {
  return new SlipwayError('PERMISSION_DENIED', `Nobody mints a token above their own rights. ${message}`);
}
