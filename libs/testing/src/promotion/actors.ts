import type { Actor, ServiceAccountActor, UserActor } from '#domain/access/actor';
import type { Role } from '#domain/access/role';
import { DEFAULT_WORKSPACE, type CommandContext } from '#application/shared/command-context';

/** A user with one role on a pattern. */
export function user(name: string, role: Role, pattern = '*'): UserActor {
  return { type: 'user', id: `usr_${name}`, name, bindings: [{ role, pattern }] };
}

/** A service account of `owner` with one role on a pattern. */
export function serviceAccount(name: string, role: Role, owner: UserActor, pattern = '*'): ServiceAccountActor {
  return { type: 'service_account', id: `sva_${name}`, name, ownerUserId: owner.id, bindings: [{ role, pattern }] };
}

/** A command of `actor` through the REST door. */
export function contextOf(actor: Actor, more: Partial<CommandContext> = {}): CommandContext {
  return { workspace: DEFAULT_WORKSPACE, actor, door: 'rest', client: null, requestId: null, idempotency: null, ...more };
}
