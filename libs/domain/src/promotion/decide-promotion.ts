import { isIdleStage } from '../stage/stage.js';
import type { Occupant, PromotionFacts, PromotionWish, Standing } from './promotion-facts.js';
import { boundAliases, supersededBy, type Move } from './move.js';
import { policyReasons, type Reason, type Verdict } from './verdict.js';

/** What is to be done about a wish: nothing, because it is so already, or the verdict with the move that `pass` would make. */
export type PromotionDecision =
  | { readonly kind: 'already-there' }
  | { readonly kind: 'judged'; readonly verdict: Verdict; readonly move: Omit<Move, 'promotionId'> };

/** A request that is being approved: whose it is, and what it asked for. */
export interface ApprovedRequest {
  readonly id: string;
  readonly requesterId: string;
}

/**
 * The rule book for one promotion. Pure: asked when a request is made, when it is approved, and for a dry run.
 * `approval` is the request that the actor approves by this very act; its approval stands for the rights that the requester lacks.
 */
export function decidePromotion(
  facts: PromotionFacts,
  standing: Standing,
  wish: PromotionWish,
  approval?: ApprovedRequest,
): PromotionDecision {
  if (facts.version.stage.key === facts.target.key) return { kind: 'already-there' };
  const move = moveOf(facts, standing, wish, approval);
  const changed = incumbentChanged(facts, wish);
  if (changed !== null) return { kind: 'judged', verdict: changed, move };

  const refusals = [
    ...damage(facts),
    ...arrangement(facts, wish),
    ...held(facts, standing),
    ...quarantined(facts, wish),
    ...policyReasons().refusals,
  ];
  const [first] = refusals;
  if (first !== undefined) {
    return {
      kind: 'judged',
      verdict: { kind: 'refuse', code: refusals.length === 1 ? refusalCode(first.code) : 'REFUSED', reasons: refusals },
      move,
    };
  }
  const waits = [...missingRight(facts, standing), ...exception(facts, wish, approval), ...policyReasons().waits];
  return { kind: 'judged', verdict: waits.length === 0 ? { kind: 'pass' } : { kind: 'wait', reasons: waits }, move };
}

/** True where applying this move needs the right for protected stages: it enters or leaves one. */
export function touchesProtected(facts: Pick<PromotionFacts, 'target' | 'version'>): boolean {
  return facts.target.protected || facts.version.stage.protected;
}

/** Whether the actor could apply this move by right alone. */
export function mayApply(facts: PromotionFacts, standing: Standing): boolean {
  return touchesProtected(facts) ? standing.mayApplyProtected : standing.mayApply;
}

/** The incumbent of a single-occupancy stage, or null. */
export function incumbentOf(facts: Pick<PromotionFacts, 'target' | 'occupants'>): Occupant | null {
  return facts.target.occupancy === 'one' ? (facts.occupants[0] ?? null) : null;
}

function moveOf(facts: PromotionFacts, standing: Standing, wish: PromotionWish, approval?: ApprovedRequest): Omit<Move, 'promotionId'> {
  const { version, target } = facts;
  const archiveExisting = wish.archiveExisting ?? target.occupancy === 'one';
  return {
    kind: target.key === 'archived' ? 'archive' : 'promotion',
    versionId: version.versionId,
    version: version.version,
    fromStage: version.stage.name,
    toStage: target.name,
    exclusive: target.occupancy === 'one',
    reason: wish.reason,
    archiveExisting,
    allowEmpty: wish.allowEmpty ?? false,
    incumbentVersion: incumbentOf(facts)?.version ?? null,
    rollbackFrom: null,
    incident: wish.incident ?? null,
    manifestDigest: version.manifestDigest,
    archived: archiveExisting ? facts.occupants : [],
    aliases: boundAliases(facts),
    liftHold: facts.targetHeld !== null && standing.person,
    hold: null,
    quarantine: null,
    liftQuarantines: facts.quarantines.filter((one) => one.incident === wish.incident).map((one) => one.id),
    superseded: supersededBy(facts, approval?.id),
    deployTargets: facts.deployTargets,
  };
}

function incumbentChanged(facts: PromotionFacts, wish: PromotionWish): Verdict | null {
  if (wish.expectedIncumbent === undefined || facts.target.occupancy !== 'one') return null;
  const now = incumbentOf(facts)?.version ?? null;
  if (now === wish.expectedIncumbent) return null;
  const named = wish.expectedIncumbent === null ? 'nobody' : `version ${wish.expectedIncumbent}`;
  const found = now === null ? 'nobody stands there' : `version ${now} stands there`;
  return {
    kind: 'refuse',
    code: 'INCUMBENT_CHANGED',
    reasons: [
      {
        code: 'INCUMBENT_CHANGED',
        message: `The command expected ${named} in ${facts.target.name}, but ${found} now. Look at it and ask again.`,
      },
    ],
    extra: { incumbent: now },
  };
}

function damage(facts: PromotionFacts): Reason[] {
  const { version, target, model } = facts;
  const reasons: Reason[] = [];
  if (version.status !== 'READY') {
    reasons.push({
      code: 'VERSION_NOT_READY',
      message: `Version ${version.version} of ${model.name} is ${version.status}; finalize it first: only a READY version can be promoted.`,
    });
  }
  if (version.integrity === 'damaged' && !isIdleStage(target.key)) {
    reasons.push({
      code: 'VERSION_DAMAGED',
      message: `The stored bytes of version ${version.version} do not match their digest; register the model again as a new version.`,
    });
  }
  return reasons;
}

function arrangement(facts: PromotionFacts, wish: PromotionWish): Reason[] {
  const { target, version } = facts;
  const reasons: Reason[] = [];
  if (target.occupancy === 'one' && wish.archiveExisting === false) {
    reasons.push({
      code: 'ARCHIVING_REQUIRED',
      message: `${target.name} holds one version; entering it archives the incumbent. Leave archiveExisting out.`,
    });
  }
  if (isIdleStage(target.key) && wish.archiveExisting === true) {
    reasons.push({ code: 'ARCHIVING_IMPOSSIBLE', message: `archiveExisting has no meaning for ${target.name}. Leave it out.` });
  }
  if (wish.expectedIncumbent !== undefined && target.occupancy !== 'one') {
    reasons.push({
      code: 'NO_INCUMBENT',
      message: `${target.name} holds many versions and so has no incumbent. Leave expectedIncumbent out.`,
    });
  }
  if (version.stage.protected && facts.othersInSource === 0 && !(wish.allowEmpty === true && wish.reason !== '')) {
    reasons.push({
      code: 'EMPTIES_STAGE',
      message: `This leaves the protected stage ${version.stage.name} empty. Promote another version there, or pass allowEmpty with a reason.`,
    });
  }
  return reasons;
}

function held(facts: PromotionFacts, standing: Standing): Reason[] {
  if (standing.person) return [];
  return [
    { stage: facts.target, hold: facts.targetHeld },
    { stage: facts.version.stage, hold: facts.sourceHeld },
  ].flatMap(({ stage, hold }) =>
    hold === null
      ? []
      : [
          {
            code: 'STAGE_HELD',
            message: `${stage.name} is held by ${hold.by} (${hold.reason}): automation may not change it until a person promotes or releases the hold.`,
          },
        ],
  );
}

function quarantined(facts: PromotionFacts, wish: PromotionWish): Reason[] {
  return facts.quarantines
    .filter((one) => one.incident !== wish.incident)
    .map((one) => ({
      code: 'VERSION_QUARANTINED',
      message:
        `Version ${facts.version.version} is quarantined for ${facts.target.name} since incident ${one.incident} (${one.reason}). ` +
        `Lift the quarantine with a reason, or name the incident and have a person approve.`,
    }));
}

function missingRight(facts: PromotionFacts, standing: Standing): Reason[] {
  if (mayApply(facts, standing)) return [];
  const role = touchesProtected(facts) ? 'production-manager' : 'staging-manager';
  return [{ code: 'APPROVAL_REQUIRED', message: `Waits for the approval of a person who is ${role} for ${facts.model.name}.` }];
}

function exception(facts: PromotionFacts, wish: PromotionWish, approval?: ApprovedRequest): Reason[] {
  if (approval !== undefined || !facts.quarantines.some((one) => one.incident === wish.incident)) return [];
  return [
    {
      code: 'APPROVAL_REQUIRED',
      message: `The version is quarantined since incident ${wish.incident ?? ''}; a person other than the requester with the right for ${facts.target.name} must approve.`,
    },
  ];
}

function refusalCode(code: string): 'VERSION_NOT_READY' | 'VERSION_DAMAGED' | 'STAGE_HELD' | 'VERSION_QUARANTINED' | 'REFUSED' {
  switch (code) {
    case 'VERSION_NOT_READY':
    case 'VERSION_DAMAGED':
    case 'STAGE_HELD':
    case 'VERSION_QUARANTINED':
      return code;
    default:
      return 'REFUSED';
  }
}
