import { isPerson, type Actor } from '#domain/access/actor';
import { can, permissionDenied } from '#domain/access/authorize';
import type { Permission } from '#domain/access/role';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { Standing } from '#domain/promotion/promotion-facts';

/** The answer for what does not exist and for what the actor may not see: both look the same on purpose. */
export function notFound(what: string): SlipwayError {
  return new SlipwayError('NOT_FOUND', `There is no ${what}, or you may not see it.`);
}

/**
 * Lets an act on one model pass, or throws. `reference` is what the caller wrote (name or id), so that the answer for a model that may
 * not be seen is letter for letter the answer for one that is not there.
 * @throws SlipwayError NOT_FOUND when the actor may not even see the model; PERMISSION_DENIED naming the missing right otherwise.
 */
export function requirePermission(actor: Actor, permission: Permission, model: string, reference: string): void {
  if (can(actor, permission, model)) return;
  if (!can(actor, 'model.read', model)) throw notFound(`model "${reference}"`);
  throw permissionDenied(permission, model);
}

/** @throws SlipwayError PERMISSION_DENIED when the actor lacks a right that is asked for the whole service. */
export function requireServiceWide(actor: Actor, permission: Permission): void {
  if (!can(actor, permission)) throw permissionDenied(permission);
}

/** What the actor is and may do for this model, as the promotion rules ask it. */
export function standingOf(actor: Actor, model: string): Standing {
  return {
    actorId: actor.id,
    person: isPerson(actor),
    mayApply: can(actor, 'promotion.apply.unprotected', model),
    mayApplyProtected: can(actor, 'promotion.apply.protected', model),
  };
}
