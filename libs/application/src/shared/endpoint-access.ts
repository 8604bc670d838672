import type { Actor } from '#domain/access/actor';
import { can, holdsAtLeast, permissionDenied } from '#domain/access/authorize';
import { EVERYTHING } from '#domain/access/pattern';
import { weakestRoleFor } from '#domain/access/role';
import type { EndpointOwner } from '#application/ports/outbox-store';

/**
 * True where the actor may manage an endpoint with this model pattern: for one pattern it needs `endpoint.manage` on all that the pattern
 * matches; for a registry-wide one (no pattern, or `*`) `admin.endpoints`.
 */
export function mayManageEndpoint(actor: Actor, models: string | null): boolean {
  if (models === null || models === EVERYTHING) return can(actor, 'admin.endpoints');
  return holdsAtLeast(actor, { role: weakestRoleFor('endpoint.manage'), pattern: models });
}

/** @throws SlipwayError PERMISSION_DENIED naming the missing right. */
export function requireManageEndpoint(actor: Actor, models: string | null): void {
  if (mayManageEndpoint(actor, models)) return;
  if (models === null || models === EVERYTHING) throw permissionDenied('admin.endpoints');
  throw permissionDenied('endpoint.manage', models);
}

/**
 * True where the endpoint's owner may read now what the event tells of. An event without a model tells of the service itself: only
 * registry-wide endpoints ask for it, and their owners must still be who may have such.
 */
export function ownerMayRead(owner: EndpointOwner, model: string | null): boolean {
  const actor: Actor = owner.type === 'user' ? { ...owner, type: 'user' } : { ...owner, type: 'service_account', ownerUserId: '' };
  return model === null ? can(actor, 'admin.endpoints') : can(actor, 'model.read', model);
}
