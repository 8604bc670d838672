import { ActorDto } from '../shared.dto.js';
import { Bool, Int, IntList, Nested, NestedList, StringMap, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { MAX_VERSION } from '../versions/version-number.js';

/** As long as MLflow lets a tag value be. */
const MAX_TAG_VALUE = 200_000;

/** Register a model. */
export class CreateModelDto {
  @Text({ min: 1, max: 1_024, description: '1-256 characters, no control characters, no / or :' })
  name: string;

  @Text({ max: 200_000, optional: true })
  description?: string;

  @StringMap({ max: MAX_TAG_VALUE, maxEntries: 1_000, optional: true })
  tags?: Record<string, string>;
}

/** Change a model; what is absent stays. */
export class UpdateModelDto {
  @Text({ max: 200_000, optional: true })
  description?: string;
}

/** Give a model another name. */
export class RenameModelDto {
  @Text({ min: 1, max: 1_024 })
  name: string;
}

/** A tag's value. */
export class TagValueDto {
  @Text({ max: MAX_TAG_VALUE })
  value: string;
}

/** Where an alias is to point. */
export class AliasTargetDto {
  @Int({ min: 1, max: MAX_VERSION })
  version: number;
}

/** A movable name and where it points. */
export class AliasDto {
  @Text()
  alias: string;

  @Int()
  version: number;

  @Text({ nullable: true, description: 'The stage that moves it; null for a free one.' })
  boundStage: string | null;
}

/** What stands in one stage. */
export class StageSummaryDto {
  @Text()
  stage: string;

  @IntList()
  versions: number[];
}

/** A registered model. */
export class ModelDto {
  @Text({ description: 'Accepted wherever a name is.' })
  id: string;

  @Text()
  name: string;

  @Text()
  description: string;

  @Nested(() => ActorDto)
  owner: ActorDto;

  @StringMap()
  tags: Record<string, string>;

  @NestedList(() => AliasDto)
  aliases: AliasDto[];

  @Int({ description: 'The highest number ever given; 0 before the first version.' })
  lastVersion: number;

  @NestedList(() => StageSummaryDto, { description: 'What stands in each stage but None and Archived.' })
  stages: StageSummaryDto[];

  @Int({ description: 'The ETag, without quotes.' })
  revision: number;

  @Timestamp()
  createdAt: Date;

  @Timestamp()
  updatedAt: Date;
}

/** A page of models. */
export class ModelPageDto {
  @NestedList(() => ModelDto)
  items: ModelDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Search of models or versions. */
export class SearchQueryDto extends PageQuery {
  @Text({ max: 16_384, optional: true, description: "Clauses joined by AND, such as name ILIKE 'churn%' AND tags.team = 'risk'" })
  filter?: string;

  @Text({ max: 1_024, optional: true, description: 'Such as: createdAt desc, name' })
  orderBy?: string;
}

/** What a deletion needs where something still serves. */
export class DeletionQueryDto {
  @Bool({ optional: true, description: 'Also from a stage other than None and Archived; needs the right to change that stage.' })
  force?: boolean;

  @Bool({ optional: true, description: 'Also where this leaves a protected stage empty; needs a reason.' })
  allowEmpty?: boolean;

  @Text({ max: 10_000, optional: true })
  reason?: string;
}
