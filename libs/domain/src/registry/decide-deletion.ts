import type { ErrorDetail } from '../errors/slipway-error.js';
import type { HoldFact, Occupant } from '../promotion/promotion-facts.js';
import { isIdleStage, type Stage } from '../stage/stage.js';

/** A version that is to be deleted and where it stands. */
export interface DeletedVersion extends Occupant {
  readonly stage: Stage;
  /** How many versions stay in that stage afterwards. */
  readonly remaining: number;
  readonly held: HoldFact | null;
}

/** What the rule for deleting versions rests on. */
export interface DeletionFacts {
  readonly versions: readonly DeletedVersion[];
}

/** What the caller said beside what to delete. */
export interface DeletionWish {
  /** Also where the version stands outside None and Archived. */
  readonly force: boolean;
  /** Also where a protected stage is left empty; asks for a reason. */
  readonly allowEmpty: boolean;
  readonly reason: string;
}

/** What the actor is and may do for this model. */
export interface DeletionStanding {
  readonly person: boolean;
  readonly mayApply: boolean;
  readonly mayApplyProtected: boolean;
}

/** `deny` names the right that is missing; `refuse` says all that stands in the way. */
export type DeletionVerdict =
  | { readonly kind: 'pass' }
  | { readonly kind: 'deny'; readonly permission: 'promotion.apply.unprotected' | 'promotion.apply.protected' }
  | { readonly kind: 'refuse'; readonly code: 'REFUSED' | 'STAGE_HELD'; readonly reasons: readonly ErrorDetail[] };

/**
 * Rule 10: a version outside None and Archived goes only by that stage's right and with `force`; leaving a protected stage empty is a
 * decision of its own, with a reason; and a hold stops automation here as it does for promotions.
 */
export function decideDeletion(facts: DeletionFacts, standing: DeletionStanding, wish: DeletionWish): DeletionVerdict {
  const active = facts.versions.filter(({ stage }) => !isIdleStage(stage.key));
  if (active.some(({ stage }) => stage.protected) && !standing.mayApplyProtected)
    return { kind: 'deny', permission: 'promotion.apply.protected' };
  if (active.length > 0 && !standing.mayApply) return { kind: 'deny', permission: 'promotion.apply.unprotected' };
  const held = standing.person ? [] : active.flatMap(heldReason);
  const reasons = [...held, ...active.flatMap((one) => forceReason(one, wish)), ...active.flatMap((one) => emptyReason(one, wish))];
  if (reasons.length === 0) return { kind: 'pass' };
  return { kind: 'refuse', code: held.length > 0 ? 'STAGE_HELD' : 'REFUSED', reasons };
}

function heldReason({ stage, held }: DeletedVersion): ErrorDetail[] {
  if (held === null) return [];
  const message = `${stage.name} is held by ${held.by} (${held.reason}): automation may not change it until a person promotes or releases the hold.`;
  return [{ code: 'STAGE_HELD', message }];
}

function forceReason({ version, stage }: DeletedVersion, wish: DeletionWish): ErrorDetail[] {
  if (wish.force) return [];
  return [
    {
      code: 'FORCE_REQUIRED',
      message: `Version ${version} stands in ${stage.name}. Archive it first, or pass force=true to delete it from there.`,
    },
  ];
}

function emptyReason({ version, stage, remaining }: DeletedVersion, wish: DeletionWish): ErrorDetail[] {
  if (!stage.protected || remaining > 0 || (wish.allowEmpty && wish.reason !== '')) return [];
  const message = `Deleting version ${version} leaves the protected stage ${stage.name} empty. Promote another version there, or pass allowEmpty=true with a reason.`;
  return [{ code: 'EMPTIES_STAGE', message }];
}
