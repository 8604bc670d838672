import { Int, JsonObject, Nested, NestedList, Text, TextList, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ActorDto } from '../shared.dto.js';

const TYPES = 'Event types or globs such as `promotion.*`, separated by commas; all if not given.';
const STAGE = 'A stage that the event is about; case does not matter.';
const AFTER = 'Events after this position only; 410 when those are no longer kept.';

/** A fact, as webhooks and streams show it too. */
export class EventDto {
  @Text({ description: 'Stable over all deliveries: de-duplicate by it.' })
  id: string;

  @Text()
  type: string;

  @Timestamp()
  timestamp: Date;

  @Text({ description: 'Names the shape of `data`.' })
  apiVersion: string;

  @Text()
  workspace: string;

  @Text({ nullable: true, description: 'The name that the model had then.' })
  model: string | null;

  @Text({ nullable: true })
  modelId: string | null;

  @Int({ nullable: true, description: 'Gapless per model.' })
  sequence: number | null;

  @Int({ description: 'Gapless over all events.' })
  position: number;

  @Nested(() => ActorDto)
  actor: ActorDto;

  @Text()
  door: string;

  @JsonObject({ description: 'By type: see the published JSON Schemas.' })
  data: Record<string, unknown>;
}

export class EventPageDto {
  @NestedList(() => EventDto)
  items: EventDto[];

  @Text({ nullable: true, description: 'Null on the last page; go on later with `after` and the last position.' })
  nextCursor: string | null;
}

/** Which events. */
export class EventListQuery extends PageQuery {
  @TextList({ min: 1, max: 64, maxItems: 50, optional: true, description: TYPES })
  types?: string[];

  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @Text({ min: 1, max: 256, optional: true, description: STAGE })
  stage?: string;

  @Int({ min: 0, optional: true, description: AFTER })
  after?: number;
}

/** Which events to follow. */
export class EventStreamQuery {
  @TextList({ min: 1, max: 64, maxItems: 50, optional: true, description: TYPES })
  types?: string[];

  @Text({ min: 1, max: 256, optional: true, description: 'Name or id of a model.' })
  model?: string;

  @Text({ min: 1, max: 256, optional: true, description: STAGE })
  stage?: string;

  @Int({ min: 0, optional: true, description: `${AFTER} From now on if not given; \`Last-Event-ID\` wins.` })
  after?: number;
}
