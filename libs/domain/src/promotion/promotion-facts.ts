import type { Stage } from '../stage/stage.js';
import type { PromotionState } from './promotion-machine.js';

/** One version that stands in a stage. */
export interface Occupant {
  readonly versionId: string;
  readonly version: number;
}

/** An unlifted quarantine of the version in the target stage. */
export interface OpenQuarantine {
  readonly id: string;
  readonly incident: string;
  readonly reason: string;
}

/** A promotion that still waits, for the same model and target stage. */
export interface OpenRequest extends Occupant {
  readonly id: string;
  readonly state: PromotionState;
  readonly requesterId: string;
}

/**
 * All that the rule book reads to judge one move, as of one instant. The three revisions say what was read: if one of them has moved
 * when the decision is applied, it is made again.
 */
export interface PromotionFacts {
  readonly model: { readonly id: string; readonly name: string; readonly stageRevision: number };
  readonly stagesRevision: number;
  readonly targetsRevision: number;
  readonly version: Occupant & {
    readonly status: string;
    readonly integrity: string;
    readonly deleted: boolean;
    readonly manifestDigest: string | null;
    readonly stage: Stage;
    /** The promotion that put it where it stands; null since registration. */
    readonly promotionId: string | null;
  };
  readonly target: Stage;
  /** The other versions in the target stage; empty for None and Archived, where nobody asks. */
  readonly occupants: readonly Occupant[];
  /** How many other versions stand in the stage that this one leaves. */
  readonly othersInSource: number;
  readonly targetHeld: HoldFact | null;
  readonly sourceHeld: HoldFact | null;
  readonly quarantines: readonly OpenQuarantine[];
  readonly openRequests: readonly OpenRequest[];
  /** Deploy targets that match the model and the target stage. */
  readonly deployTargets: readonly { readonly id: string; readonly name: string }[];
}

export interface HoldFact {
  readonly reason: string;
  readonly by: string;
}

/** What the actor may do and is, as far as the rule book asks. */
export interface Standing {
  readonly actorId: string;
  /** A user who signed in; automation and anonymous requests are none. */
  readonly person: boolean;
  /** Has the right to apply moves between unprotected stages. */
  readonly mayApply: boolean;
  /** Has the right to apply moves into and out of any stage. */
  readonly mayApplyProtected: boolean;
}

/** The move that is asked for. */
export interface PromotionWish {
  readonly archiveExisting?: boolean;
  /** The incumbent that the caller saw: a number, null for nobody, absent for "do not care". */
  readonly expectedIncumbent?: number | null;
  readonly allowEmpty?: boolean;
  readonly reason: string;
  readonly incident?: string;
}
