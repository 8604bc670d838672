import type { DeliveryState } from '#domain/delivery/delivery-machine';
import { Int, NestedList, OneOf, StringMap, Text, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';

const STATES = { pending: 0, delivered: 0, failing: 0, dead: 0 } as const satisfies Record<DeliveryState, 0>;
const STATE_NAMES = Object.keys(STATES);

/** One event for one endpoint. */
export class DeliveryDto {
  @Text()
  id: string;

  @Text()
  endpointId: string;

  @Text({ description: "`webhook-id` of every attempt: the receiver's key against duplicates." })
  eventId: string;

  @Text()
  eventType: string;

  @Text({ nullable: true })
  model: string | null;

  @Text({ nullable: true })
  modelId: string | null;

  @Int({ description: 'Gapless over all events.' })
  position: number;

  @OneOf(STATE_NAMES)
  state: string;

  @Int({ description: 'Since it last became pending.' })
  attempts: number;

  @Timestamp({ nullable: true })
  nextAttemptAt: Date | null;

  @Int({ nullable: true })
  lastStatus: number | null;

  @Text({ nullable: true })
  lastError: string | null;

  @Timestamp()
  createdAt: Date;

  @Timestamp({ nullable: true })
  finishedAt: Date | null;
}

/** One try. */
export class AttemptDto {
  @Int()
  number: number;

  @Timestamp()
  startedAt: Date;

  @Int()
  durationMs: number;

  @OneOf(['delivered', 'failed', 'gone', 'slow_down'])
  outcome: string;

  @Int({ nullable: true })
  status: number | null;

  @Text({ nullable: true, description: 'Stable word for programs.' })
  errorClass: string | null;

  @Text({ nullable: true })
  error: string | null;

  @StringMap({ description: 'As sent, the signatures masked.' })
  requestHeaders: Record<string, string>;

  @Text({ nullable: true, description: 'The first 16 KB; null unless a public address answered.' })
  responseBody: string | null;

  @Text({ nullable: true })
  resolvedIp: string | null;
}

/** A delivery with its attempts. */
export class DeliveryDetailDto extends DeliveryDto {
  @NestedList(() => AttemptDto, { description: 'Latest first, at most 100.' })
  attemptLog: AttemptDto[];
}

/** A page of deliveries. */
export class DeliveryPageDto {
  @NestedList(() => DeliveryDto)
  items: DeliveryDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which deliveries. */
export class DeliveryListQuery extends PageQuery {
  @Text({ min: 1, max: 64, optional: true, description: 'Id of an endpoint.' })
  endpoint?: string;

  @Text({ min: 1, max: 64, optional: true })
  eventType?: string;

  @OneOf(STATE_NAMES, { optional: true })
  state?: DeliveryState;

  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @Timestamp({ optional: true })
  since?: Date;

  @Timestamp({ optional: true })
  until?: Date;
}
