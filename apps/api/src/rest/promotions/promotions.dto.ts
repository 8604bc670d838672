import type { PromotionState } from '#domain/promotion/promotion-machine';
import { ActorDto } from '../shared.dto.js';
import { Bool, Int, IntList, Nested, NestedList, OneOf, Text, TextList, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';

/** The states by which promotions can be listed; the type check keeps them those of the domain. */
const STATES = {
  pending: 0,
  scheduled: 0,
  applied: 0,
  rejected: 0,
  cancelled: 0,
  expired: 0,
  superseded: 0,
  void: 0,
} as const satisfies Record<PromotionState, 0>;
const STATE_NAMES = Object.keys(STATES);

const MAX_VERSION = 2_147_483_647;

/** Move a version into a stage. */
export class CreatePromotionDto {
  @Text({ min: 1, max: 256, description: 'Name or id of the model.' })
  model: string;

  @Int({ min: 1, max: MAX_VERSION })
  version: number;

  @Text({ min: 1, max: 256, description: 'Stage to enter; case does not matter.' })
  toStage: string;

  @Text({ max: 10_000, optional: true })
  reason?: string;

  @Bool({
    optional: true,
    description: 'Archive every other version in the stage. True by default where one version may stand, else false.',
  })
  archiveExisting?: boolean;

  @Int({
    min: 1,
    max: MAX_VERSION,
    optional: true,
    nullable: true,
    description: 'The incumbent that you saw, null for nobody; 409 if it is another now.',
  })
  expectedIncumbent?: number | null;

  @Bool({ optional: true, description: 'Leave a protected stage empty; needs a reason.' })
  allowEmpty?: boolean;

  @Bool({ optional: true, description: 'Only say what would happen.' })
  dryRun?: boolean;

  @Text({ min: 1, max: 64, optional: true, description: 'The incident (rollback) whose quarantine this promotion asks to lift.' })
  incident?: string;
}

/** One person's yes or no. */
export class ApprovalDto {
  @Text()
  id: string;

  @Nested(() => ActorDto)
  actor: ActorDto;

  @OneOf(['approve', 'reject'])
  decision: string;

  @Text()
  comment: string;

  @Text()
  door: string;

  @Timestamp()
  createdAt: Date;
}

/** A deployment that a promotion caused. */
export class PromotionDeploymentDto {
  @Text()
  id: string;

  @Text({ description: 'Name of the deploy target.' })
  target: string;

  @Text()
  state: string;
}

/** A promotion. */
export class PromotionDto {
  @Text()
  id: string;

  @Text()
  model: string;

  @Text()
  modelId: string;

  @Int()
  version: number;

  @OneOf(['promotion', 'rollback', 'archive'])
  kind: string;

  @OneOf(STATE_NAMES)
  state: string;

  @Text()
  fromStage: string;

  @Text()
  toStage: string;

  @Text()
  reason: string;

  @Bool()
  archiveExisting: boolean;

  @Bool()
  allowEmpty: boolean;

  @Int({ nullable: true, description: 'Who stood in the single-occupancy stage when this was asked for.' })
  incumbentVersion: number | null;

  @Int({ nullable: true })
  rollbackFrom: number | null;

  @Text({ nullable: true })
  incident: string | null;

  @IntList()
  archivedVersions: number[];

  @Nested(() => ActorDto)
  requester: ActorDto;

  @Text()
  door: string;

  @Text({ nullable: true })
  client: string | null;

  @Text({ nullable: true })
  requestId: string | null;

  @Nested(() => ActorDto, { nullable: true })
  decidedBy: ActorDto | null;

  @Text({ nullable: true })
  decisionReason: string | null;

  @Text({ nullable: true })
  supersededBy: string | null;

  @Timestamp()
  createdAt: Date;

  @Timestamp({ nullable: true })
  expiresAt: Date | null;

  @Timestamp({ nullable: true })
  closedAt: Date | null;

  @Timestamp({ nullable: true })
  appliedAt: Date | null;

  @NestedList(() => ApprovalDto)
  approvals: ApprovalDto[];

  @NestedList(() => PromotionDeploymentDto)
  deployments: PromotionDeploymentDto[];
}

/** A page of promotions. */
export class PromotionPageDto {
  @NestedList(() => PromotionDto)
  items: PromotionDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** One reason of a verdict. */
export class ReasonDto {
  @Text()
  code: string;

  @Text()
  message: string;
}

/** What a promotion would change. */
export class ForecastEffectsDto {
  @Text()
  fromStage: string;

  @Text()
  toStage: string;

  @IntList({ description: 'Versions that would be archived.' })
  archivedVersions: number[];

  @TextList({ description: 'Aliases that would move.' })
  aliases: string[];

  @TextList({ description: 'Deploy targets that would run.' })
  deployTargets: string[];

  @Bool()
  liftsHold: boolean;
}

/** The answer to a dry run. */
export class ForecastDto {
  @OneOf(['pass', 'wait', 'refuse', 'already-there'])
  verdict: string;

  @NestedList(() => ReasonDto)
  reasons: ReasonDto[];

  @Nested(() => ForecastEffectsDto, { nullable: true })
  effects: ForecastEffectsDto | null;
}

/** Which promotions. */
export class PromotionListQuery extends PageQuery {
  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @OneOf(STATE_NAMES, { optional: true })
  state?: PromotionState;

  @Text({ min: 1, max: 256, optional: true, description: 'Target stage; case does not matter.' })
  stage?: string;

  @Text({ min: 1, max: 64, optional: true, description: 'Id of who asked.' })
  requester?: string;
}

/** What a person says with a decision. */
export class DecisionBodyDto {
  @Text({ max: 10_000, optional: true })
  comment?: string;
}

/** What a person says with a yes, and whom they saw in the stage. */
export class ApproveBodyDto extends DecisionBodyDto {
  @Int({
    min: 1,
    max: MAX_VERSION,
    optional: true,
    nullable: true,
    description: 'The incumbent that you saw, null for nobody; 409 if it is another now.',
  })
  expectedIncumbent?: number | null;
}

/** A comment to add. */
export class CommentBodyDto {
  @Text({ min: 1, max: 10_000 })
  body: string;
}

/** A comment. */
export class CommentDto {
  @Text()
  id: string;

  @Nested(() => ActorDto)
  actor: ActorDto;

  @Text()
  body: string;

  @Timestamp()
  createdAt: Date;
}

/** A page of comments. */
export class CommentPageDto {
  @NestedList(() => CommentDto)
  items: CommentDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}
