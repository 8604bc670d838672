import type { PromotionFacts, Standing } from './promotion-facts.js';
import { boundAliases, supersededBy, type Move } from './move.js';
import type { Reason, Verdict } from './verdict.js';

/** A version that once stood verified in the stage, newest placement first, with what speaks against going back to it. */
export interface RollbackCandidate {
  readonly versionId: string;
  readonly version: number;
  readonly verified: boolean;
  readonly status: string;
  readonly integrity: string;
  readonly deleted: boolean;
  readonly quarantined: boolean;
  /** The other protected stage in which it stands now, which going back would empty (rule 10); null for none. */
  readonly protectedIn: string | null;
}

/** What a rollback asks for. */
export interface RollbackWish {
  /** The version that it takes away. */
  readonly from: number;
  /** The version to go back to; absent: the one of the latest closed placement that qualifies. */
  readonly to?: number;
  readonly reason: string;
}

/** Who stands in the stage and who put it there, for the answer to a rollback that comes too late. */
export interface StandingNow {
  readonly versionId: string;
  readonly version: number;
  readonly promotionId: string | null;
  readonly movedBy: string | null;
}

export type Target = { readonly found: RollbackCandidate } | { readonly impossible: readonly Reason[] };

/**
 * The version to go back to (rule 8): that of the latest closed placement that is verified, READY, undamaged, not deleted, not
 * quarantined and not `from`; or the one named by `to`, if it is such a version.
 */
export function rollbackTarget(candidates: readonly RollbackCandidate[], wish: RollbackWish, stage: string): Target {
  const others = candidates.filter((one) => one.version !== wish.from);
  if (wish.to === undefined) {
    const found = others.find((one) => objection(one) === null);
    if (found !== undefined) return { found };
    const tried = others.map((one) => `version ${one.version} ${objection(one) ?? ''}`);
    const why = tried.length === 0 ? 'no other version ever stood there' : [...new Set(tried)].join('; ');
    return { impossible: [{ code: 'ROLLBACK_IMPOSSIBLE', message: `There is nothing in ${stage} to roll back to: ${why}.` }] };
  }
  const named = others.filter((one) => one.version === wish.to);
  const found = named.find((one) => objection(one) === null);
  if (found !== undefined) return { found };
  const [latest] = named;
  const why = latest === undefined ? 'never stood there before' : objection(latest);
  return { impossible: [{ code: 'ROLLBACK_IMPOSSIBLE', message: `Cannot roll ${stage} back to version ${wish.to}: it ${why ?? ''}.` }] };
}

/** Why this version cannot be gone back to, as the end of a sentence; null if it can. */
function objection(one: RollbackCandidate): string | null {
  if (one.deleted) return 'was deleted';
  if (one.status !== 'READY') return `is ${one.status}`;
  if (one.integrity === 'damaged') return 'is damaged';
  if (one.quarantined) return 'is quarantined for this stage';
  if (one.protectedIn !== null) return `stands in the protected stage ${one.protectedIn} now`;
  if (!one.verified) return 'was never verified there (its deployments did not all succeed)';
  return null;
}

/** Automation may not take a version out of a held stage, also by going back to it. */
export function sourceHold(facts: PromotionFacts, standing: Standing): Extract<Verdict, { kind: 'refuse' }> | null {
  const { sourceHeld, version } = facts;
  if (sourceHeld === null || standing.person) return null;
  const message = `Version ${version.version} stands in ${version.stage.name}, which is held by ${sourceHeld.by} (${sourceHeld.reason}).`;
  return refuse('STAGE_HELD', 'STAGE_HELD', `${message} Automation may not take it out of there.`);
}

/** Refusals that do not depend on the version to go back to: the wrong kind of stage, a hold against automation, `from` gone. */
export function rollbackVerdict(
  stage: PromotionFacts['target'],
  hold: PromotionFacts['targetHeld'],
  now: StandingNow | null,
  standing: Standing,
  wish: RollbackWish,
): Verdict {
  if (stage.occupancy !== 'one') {
    return refuse('REFUSED', 'NO_INCUMBENT', `${stage.name} holds many versions; only a stage that holds one can be rolled back.`);
  }
  if (now?.version !== wish.from) {
    const found = now === null ? 'nobody stands there' : `version ${now.version} stands there, moved by ${now.movedBy ?? 'the system'}`;
    return {
      ...refuse('INCUMBENT_CHANGED', 'INCUMBENT_CHANGED', `Version ${wish.from} no longer stands in ${stage.name}: ${found}.`),
      extra: { incumbent: now?.version ?? null, movedBy: now?.movedBy ?? null, promotionId: now?.promotionId ?? null },
    };
  }
  if (hold !== null && !standing.person) {
    return refuse('STAGE_HELD', 'STAGE_HELD', `${stage.name} is held by ${hold.by} (${hold.reason}): automation may not change it.`);
  }
  return { kind: 'pass' };
}

/** The move of a rollback: back to `facts.version`, `from` archived and quarantined, the stage held. */
export function rollbackMove(
  facts: PromotionFacts,
  from: { readonly versionId: string; readonly version: number },
  reason: string,
): Omit<Move, 'promotionId'> {
  const { version, target } = facts;
  return {
    kind: 'rollback',
    versionId: version.versionId,
    version: version.version,
    fromStage: version.stage.name,
    toStage: target.name,
    exclusive: true,
    reason,
    archiveExisting: true,
    allowEmpty: false,
    incumbentVersion: from.version,
    rollbackFrom: from.version,
    incident: null,
    manifestDigest: version.manifestDigest,
    archived: [from],
    aliases: boundAliases(facts),
    liftHold: false,
    hold: { reason },
    quarantine: { ...from, reason },
    liftQuarantines: [],
    superseded: supersededBy(facts),
    deployTargets: facts.deployTargets,
  };
}

function refuse(
  code: 'REFUSED' | 'INCUMBENT_CHANGED' | 'STAGE_HELD',
  reason: string,
  message: string,
): Extract<Verdict, { kind: 'refuse' }> {
  return { kind: 'refuse', code, reasons: [{ code: reason, message }] };
}
