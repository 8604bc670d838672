import { ActorDto } from '../shared.dto.js';
import { Bool, Int, Nested, NestedList, OneOf, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { OCCUPANCIES } from './stage-definitions.dto.js';

const MAX_VERSION = 2_147_483_647;

/** A version that stands, or stood, in a stage. */
export class PlacementDto {
  @Int()
  version: number;

  @Text()
  stage: string;

  @Timestamp()
  from: Date;

  @Timestamp({ nullable: true, description: 'null while it stands.' })
  to: Date | null;

  @OneOf(['registered', 'promotion', 'rollback', 'archive', 'displaced'])
  kind: string;

  @Text({ nullable: true })
  promotionId: string | null;

  @Bool({ description: 'All its deployments succeeded (or no target matched).' })
  verified: boolean;

  @Nested(() => ActorDto, { nullable: true })
  by: ActorDto | null;

  @Text({ nullable: true })
  door: string | null;

  @Text({ nullable: true })
  reason: string | null;
}

/** A hold: automation may not change the stage. */
export class HoldDto {
  @Text()
  reason: string;

  @Nested(() => ActorDto)
  by: ActorDto;

  @Timestamp()
  since: Date;

  @Text({ nullable: true })
  promotionId: string | null;
}

/** What one deploy target last reported. */
export class LiveTargetDto {
  @Text()
  id: string;

  @Text()
  name: string;

  @Int({ nullable: true })
  version: number | null;

  @Timestamp({ nullable: true })
  at: Date | null;
}

/** What the deploys last reported as running; version null means unknown. */
export class LiveDto {
  @Int({ nullable: true })
  version: number | null;

  @Timestamp({ nullable: true })
  at: Date | null;

  @NestedList(() => LiveTargetDto)
  targets: LiveTargetDto[];
}

/** One stage of one model at one instant. */
export class StageAtDto {
  @Text()
  stage: string;

  @NestedList(() => PlacementDto)
  versions: PlacementDto[];

  @Bool({ description: 'More versions stand there than are listed.' })
  truncated: boolean;

  @Nested(() => LiveDto)
  live: LiveDto;

  @Nested(() => HoldDto, { nullable: true })
  hold: HoldDto | null;

  @Timestamp()
  asOf: Date;
}

/** A request that waits for this stage. */
export class BoardRequestDto {
  @Text()
  id: string;

  @Int()
  version: number;

  @Text()
  state: string;

  @Nested(() => ActorDto)
  requester: ActorDto;

  @Timestamp()
  createdAt: Date;
}

/** A version that may not enter this stage. */
export class BoardQuarantineDto {
  @Int()
  version: number;

  @Text()
  incident: string;

  @Text()
  reason: string;

  @Timestamp()
  since: Date;
}

/** A column of the board. */
export class BoardStageDto extends StageAtDto {
  @Int()
  ordinal: number;

  @OneOf(OCCUPANCIES)
  occupancy: string;

  @Bool()
  protected: boolean;

  @Text({ nullable: true })
  boundAlias: string | null;

  @NestedList(() => BoardRequestDto)
  openRequests: BoardRequestDto[];

  @NestedList(() => BoardQuarantineDto)
  quarantines: BoardQuarantineDto[];
}

/** The stage board of a model. */
export class BoardDto {
  @NestedList(() => BoardStageDto)
  stages: BoardStageDto[];
}

/** Which instant. */
export class StageAtQuery {
  @Timestamp({ optional: true, description: 'The instant; now if not given.' })
  at?: Date;
}

/** Which placements. */
export class HistoryListQuery extends PageQuery {
  @Text({ min: 1, max: 256, optional: true, description: 'Only this stage; case does not matter.' })
  stage?: string;
}

/** A page of placements. */
export class PlacementPageDto {
  @NestedList(() => PlacementDto)
  items: PlacementDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** One version that stands somewhere. */
export class OverviewStageDto {
  @Text()
  stage: string;

  @Int()
  version: number;

  @Timestamp()
  since: Date;

  @Bool()
  held: boolean;
}

/** What stands where in one model. */
export class OverviewDto {
  @Text()
  model: string;

  @Text()
  modelId: string;

  @NestedList(() => OverviewStageDto)
  stages: OverviewStageDto[];
}

/** A page of the overview. */
export class OverviewPageDto {
  @NestedList(() => OverviewDto)
  items: OverviewDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Take a version away and put the last good one back. */
export class RollBackDto {
  @Int({ min: 1, max: MAX_VERSION, description: 'The version that stands there and is to go.' })
  from: number;

  @Int({ min: 1, max: MAX_VERSION, optional: true, description: 'The version to go back to; the last verified one if not given.' })
  to?: number;

  @Text({ min: 1, max: 10_000 })
  reason: string;
}

/** Which version and stage, in the path. */
export class QuarantinePath {
  @Text({ min: 1, max: 4_096 })
  model: string;

  @Int({ min: 1, max: MAX_VERSION })
  version: number;

  @Text({ min: 1, max: 256 })
  stage: string;
}

/** Why. */
export class ReasonBodyDto {
  @Text({ min: 1, max: 10_000 })
  reason: string;
}

/** Why, where it may be left out. */
export class OptionalReasonBodyDto {
  @Text({ max: 10_000, optional: true })
  reason?: string;
}
