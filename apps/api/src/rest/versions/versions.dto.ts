import type { CheckStatus } from '#domain/registry/check';
import { ActorDto } from '../shared.dto.js';
import { Int, Nested, NestedList, NumberMap, OneOf, StringMap, Text, TextList, Timestamp } from '../fields.js';

/** The statuses of a check; the type check keeps them those of the domain. */
const CHECK_STATUSES = { pending: 0, success: 0, failure: 0, error: 0, neutral: 0 } as const satisfies Record<CheckStatus, 0>;
const CHECK_STATUS_NAMES = Object.keys(CHECK_STATUSES);

/** One data set that a version was trained or evaluated on. */
export class DatasetDto {
  @Text()
  name: string;

  @Text({ description: 'algorithm:hex, such as sha256:9f86...' })
  digest: string;

  @Text({ optional: true })
  source?: string;
}

/** Where a version comes from. */
export class LineageDto {
  @Text({ optional: true })
  gitCommit?: string;

  @Text({ optional: true })
  repository?: string;

  @NestedList(() => DatasetDto, { optional: true })
  datasets?: DatasetDto[];

  @Text({ optional: true })
  ciRun?: string;
}

/** Register the next version of a model. */
export class RegisterVersionDto {
  @Text({ min: 1, max: 8_192, optional: true, description: 'Where its bytes are, outside; leave it out to upload them.' })
  source?: string;

  @Text({ optional: true })
  runId?: string;

  @Text({ optional: true })
  runLink?: string;

  @Text({ max: 200_000, optional: true })
  description?: string;

  @Nested(() => LineageDto, { optional: true })
  lineage?: LineageDto;

  @StringMap({ max: 200_000, maxEntries: 1_000, optional: true })
  tags?: Record<string, string>;

  @NumberMap({ maxEntries: 1_000, optional: true })
  metrics?: Record<string, number>;

  @StringMap({ max: 12_000, maxEntries: 1_000, optional: true })
  params?: Record<string, string>;
}

/** Change a version; what is absent stays. */
export class UpdateVersionDto {
  @Text({ max: 200_000, optional: true })
  description?: string;

  @Text({ optional: true, nullable: true, description: 'null removes it.' })
  runLink?: string | null;
}

/** Report a check. */
export class ReportCheckDto {
  @OneOf(CHECK_STATUS_NAMES)
  status: string;

  @Text({ optional: true })
  summary?: string;

  @Text({ optional: true, description: 'http or https' })
  url?: string;
}

/** The newest report of one check. */
export class CheckDto {
  @Text()
  name: string;

  @OneOf(CHECK_STATUS_NAMES)
  status: string;

  @Text()
  summary: string;

  @Text({ nullable: true })
  url: string | null;

  @Nested(() => ActorDto)
  reporter: ActorDto;

  @Timestamp()
  reportedAt: Date;
}

/** A version. */
export class VersionDto {
  @Text()
  id: string;

  @Text()
  model: string;

  @Text()
  modelId: string;

  @Int()
  version: number;

  @Text({ description: 'The name of the stage where it stands.' })
  stage: string;

  @OneOf(['PENDING_REGISTRATION', 'READY', 'FAILED_REGISTRATION'])
  status: string;

  @Text({ nullable: true })
  statusMessage: string | null;

  @OneOf(['verified', 'unverified', 'damaged'])
  integrity: string;

  @Text()
  source: string;

  @Text({ nullable: true })
  runId: string | null;

  @Text({ nullable: true })
  runLink: string | null;

  @Text()
  description: string;

  @TextList()
  aliases: string[];

  @StringMap()
  tags: Record<string, string>;

  @NumberMap()
  metrics: Record<string, number>;

  @StringMap()
  params: Record<string, string>;

  @NestedList(() => CheckDto)
  checks: CheckDto[];

  @Nested(() => LineageDto)
  lineage: LineageDto;

  @Text({ nullable: true })
  manifestDigest: string | null;

  @Int({ description: 'Bytes of all its artifacts.' })
  artifactBytes: number;

  @Nested(() => ActorDto)
  creator: ActorDto;

  @Int({ description: 'The ETag, without quotes.' })
  revision: number;

  @Timestamp()
  createdAt: Date;

  @Timestamp()
  updatedAt: Date;
}

/** A page of versions. */
export class VersionPageDto {
  @NestedList(() => VersionDto)
  items: VersionDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}
