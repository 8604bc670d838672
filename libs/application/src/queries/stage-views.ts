import type { Actor } from '#domain/access/actor';
import type { Occupancy } from '#domain/stage/stage';
import type { Page, PageRequest } from '#application/shared/page';
import type { ActorView } from './promotion-views.js';

/** A version that stands, or stood, in a stage. */
export interface PlacementView {
  readonly version: number;
  readonly stage: string;
  readonly from: Date;
  /** Null while it stands. */
  readonly to: Date | null;
  /** How it came there: registered, promotion, rollback, archive, or displaced (the side effect of another version's promotion). */
  readonly kind: string;
  readonly promotionId: string | null;
  readonly verified: boolean;
  readonly by: ActorView | null;
  readonly door: string | null;
  readonly reason: string | null;
}

export interface HoldView {
  readonly reason: string;
  readonly by: ActorView;
  readonly since: Date;
  readonly promotionId: string | null;
}

/** One stage of one model at one instant. */
export interface StageAtView {
  readonly stage: string;
  readonly versions: readonly PlacementView[];
  /** True where more versions stand there than are listed (None and Archived grow without bound). */
  readonly truncated: boolean;
  /** The hold that stood then. */
  readonly hold: HoldView | null;
  readonly asOf: Date;
}

/** A column of the board. */
export interface BoardStageView extends StageAtView {
  readonly ordinal: number;
  readonly occupancy: Occupancy;
  readonly protected: boolean;
  readonly boundAlias: string | null;
  readonly openRequests: readonly {
    readonly id: string;
    readonly version: number;
    readonly state: string;
    readonly requester: ActorView;
    readonly createdAt: Date;
  }[];
  readonly quarantines: readonly { readonly version: number; readonly incident: string; readonly reason: string; readonly since: Date }[];
}

/** What stands where in one model; None and Archived are left out. */
export interface OverviewView {
  readonly model: string;
  readonly modelId: string;
  readonly stages: readonly { readonly stage: string; readonly version: number; readonly since: Date; readonly held: boolean }[];
}

export interface HistoryQuery extends PageRequest {
  readonly stage?: string;
}

/** Read model of stages: the board, any instant, the history, the overview. All leave out what the actor may not read. */
export abstract class StageViews {
  /** @throws SlipwayError NOT_FOUND. */
  abstract board(
    workspace: string,
    actor: Actor,
    model: string,
  ): Promise<{ readonly modelId: string; readonly stages: readonly BoardStageView[] }>;
  /** @throws SlipwayError NOT_FOUND for an unknown model or stage. A model's id answers also after the model was deleted. */
  abstract at(
    workspace: string,
    actor: Actor,
    model: string,
    stage: string,
    instant: Date | null,
  ): Promise<{ readonly modelId: string; readonly view: StageAtView }>;
  /** Placements, newest first. */
  abstract history(workspace: string, actor: Actor, model: string, query: HistoryQuery): Promise<Page<PlacementView>>;
  /** Models by name. */
  abstract overview(workspace: string, actor: Actor, page: PageRequest): Promise<Page<OverviewView>>;
}
