import type { Actor } from '#domain/access/actor';
import type { PromotionKind } from '#domain/promotion/move';
import type { PromotionState } from '#domain/promotion/promotion-machine';
import type { Page, PageRequest } from '#application/shared/page';

/** An actor as things remember it. */
export interface ActorView {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

/** One person's yes or no, as it is shown. */
export interface ApprovalView {
  readonly id: string;
  readonly actor: ActorView;
  readonly decision: 'approve' | 'reject';
  readonly comment: string;
  readonly door: string;
  readonly createdAt: Date;
}

/** A promotion as every door shows it. */
export interface PromotionView {
  readonly id: string;
  readonly model: string;
  readonly modelId: string;
  readonly version: number;
  readonly kind: PromotionKind;
  readonly state: PromotionState;
  readonly fromStage: string;
  readonly toStage: string;
  readonly reason: string;
  readonly archiveExisting: boolean;
  readonly allowEmpty: boolean;
  /** Who stood in the single-occupancy target when this was asked for. */
  readonly incumbentVersion: number | null;
  readonly rollbackFrom: number | null;
  readonly incident: string | null;
  readonly archivedVersions: readonly number[];
  readonly requester: ActorView;
  readonly door: string;
  readonly client: string | null;
  readonly requestId: string | null;
  readonly decidedBy: ActorView | null;
  readonly decisionReason: string | null;
  readonly supersededBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly closedAt: Date | null;
  readonly appliedAt: Date | null;
  readonly approvals: readonly ApprovalView[];
  readonly deployments: readonly { readonly id: string; readonly target: string; readonly state: string }[];
}

export interface PromotionCommentView {
  readonly id: string;
  readonly actor: ActorView;
  readonly body: string;
  readonly createdAt: Date;
}

export interface PromotionQuery extends PageRequest {
  readonly model?: string;
  readonly state?: PromotionState;
  readonly stage?: string;
  readonly requester?: string;
}

/** Read model of promotions; every method leaves out what the actor may not read. */
export abstract class PromotionViews {
  /** @returns null when there is none, or none that the actor may read. */
  abstract find(workspace: string, actor: Actor, id: string): Promise<PromotionView | null>;
  abstract list(workspace: string, actor: Actor, query: PromotionQuery): Promise<Page<PromotionView>>;
  /** @returns null when there is no such comment. */
  abstract comment(workspace: string, id: string): Promise<PromotionCommentView | null>;
  /** Comments, oldest first. */
  abstract comments(workspace: string, promotionId: string, page: PageRequest): Promise<Page<PromotionCommentView>>;
}
