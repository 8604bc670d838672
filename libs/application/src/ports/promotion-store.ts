import type { CommandContext, IdempotencyKey } from '#application/shared/command-context';
import type { Move } from '#domain/promotion/move';
import type { OpenRequest, PromotionFacts, PromotionWish } from '#domain/promotion/promotion-facts';
import type { PromotionKind } from '#domain/promotion/move';
import type { PromotionState } from '#domain/promotion/promotion-machine';
import type { RollbackCandidate, StandingNow } from '#domain/promotion/decide-rollback';
import type { NewAuditEntry, NewEvent } from './journal.js';
import type { Transaction } from './unit-of-work.js';

/** Which move is asked about. */
export interface MoveQuestion {
  readonly workspace: string;
  /** Name or id. */
  readonly model: string;
  readonly version: number;
  /** In any spelling of case. */
  readonly stage: string;
  readonly actorId: string;
  readonly idempotency: IdempotencyKey | null;
}

/** A command that was carried out before under the same idempotency key. */
export interface KnownKey {
  readonly bodyHash: string;
  readonly status: number;
  readonly resourceId: string;
}

/** What there is to know about a move; a null says which part does not exist. */
export interface MoveReading {
  readonly model: PromotionFacts['model'] | null;
  readonly facts: PromotionFacts | null;
  readonly versionFound: boolean;
  readonly stageFound: boolean;
  readonly known: KnownKey | null;
}

/** What a rollback rests on beside the facts of a move. */
export interface RollbackReading {
  readonly model: PromotionFacts['model'] | null;
  readonly stage: PromotionFacts['target'] | null;
  readonly hold: PromotionFacts['targetHeld'];
  readonly now: StandingNow | null;
  readonly candidates: readonly RollbackCandidate[];
  readonly known: KnownKey | null;
}

/** One decided move with all that is written beside it. */
export interface MoveApplication {
  readonly context: CommandContext;
  readonly facts: Pick<PromotionFacts, 'model' | 'stagesRevision' | 'targetsRevision'>;
  readonly move: Move;
  /** The state in which the request must still be, or null for a promotion that is created as applied. */
  readonly expectedState: PromotionState | null;
  readonly events: readonly NewEvent[];
  readonly audit: NewAuditEntry;
}

/** `changed`: what the decision read no longer stands; decide again. */
export type ApplyOutcome =
  | { readonly outcome: 'applied'; readonly at: Date }
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'replayed'; readonly known: KnownKey };

/** A request to store as pending. */
export interface NewRequest {
  readonly context: CommandContext;
  readonly move: Move;
  readonly wish: PromotionWish;
  readonly modelId: string;
  readonly expiresAt: Date;
}

/** An open or closed promotion as the use cases that decide about it need it. */
export interface StoredPromotion {
  readonly id: string;
  readonly modelId: string;
  readonly model: string;
  readonly version: number;
  readonly versionId: string;
  readonly state: PromotionState;
  readonly kind: PromotionKind;
  readonly fromStage: string;
  readonly toStage: string;
  readonly requesterId: string;
  /** The person behind the requester: of a service account its owner. */
  readonly requesterPersonId: string;
  readonly requesterIsPerson: boolean;
  readonly wish: PromotionWish;
}

/** Reads what a move rests on and applies what was decided (docs/architecture.md, steps 3 and 5). */
export abstract class PromotionStore {
  /** One query; outside a transaction unless one is given. */
  abstract readMove(question: MoveQuestion, tx?: Transaction): Promise<MoveReading>;
  abstract readRollback(question: Omit<MoveQuestion, 'version'>, tx?: Transaction): Promise<RollbackReading>;
  /** Locks the model's row until the transaction ends; after this nothing that a verdict rests on can change under it. */
  abstract lockModel(tx: Transaction, modelId: string): Promise<void>;
  /** One call of the database function; it refuses as a whole what no longer stands. */
  abstract apply(application: MoveApplication, tx?: Transaction): Promise<ApplyOutcome>;
  abstract insertRequest(tx: Transaction, request: NewRequest, createdAt: Date): Promise<void>;
  abstract find(workspace: string, id: string, tx?: Transaction): Promise<StoredPromotion | null>;
  /**
   * Closes an open request conditionally on the state that was read.
   * @returns false when it was no longer in that state.
   */
  abstract close(
    tx: Transaction,
    id: string,
    from: PromotionState,
    to: PromotionState,
    context: CommandContext | null,
    reason: string | null,
    at: Date,
  ): Promise<boolean>;
  abstract recordApproval(
    tx: Transaction,
    approval: {
      readonly id: string;
      readonly promotionId: string;
      readonly personId: string;
      readonly decision: 'approve' | 'reject';
      readonly comment: string;
      readonly bound: Readonly<Record<string, unknown>>;
    },
    context: CommandContext,
    at: Date,
  ): Promise<void>;
  abstract addComment(tx: Transaction, promotionId: string, id: string, body: string, context: CommandContext, at: Date): Promise<void>;
  /** Marks that something a verdict rests on has changed. The model's row must be locked. */
  abstract touchStageRevision(tx: Transaction, modelId: string): Promise<void>;
  /** Ids of open requests whose time is over, oldest first. */
  abstract findExpired(now: Date, limit: number): Promise<readonly string[]>;
  /** Open requests for a version, whatever their target stage. */
  abstract openRequestsOfVersion(tx: Transaction, versionId: string): Promise<readonly (OpenRequest & { readonly toStage: string })[]>;
}
