import type { EndpointState } from '#domain/delivery/endpoint-health';
import { Bool, Int, Nested, NestedList, OneOf, Text, TextList, Timestamp } from '../fields.js';
import { PageQuery } from '../paging.js';
import { ActorDto } from '../shared.dto.js';

const STATES = { active: 0, paused: 0, disabled: 0, gone: 0 } as const satisfies Record<EndpointState, 0>;

const MAX_URL = 2_048;
const EVENT_TYPES = "Event types, or globs of them such as 'version.*'; '*' means all.";
const MODELS =
  "'*', '<name or glob>' or 'model:<name or glob>', shown with its prefix; null for the whole registry, which needs an administrator.";
const STAGES = 'Only events about these stages; empty for all.';
const ORDERED = 'Send one event of a model at a time: a failing delivery holds back later ones of its model.';

/** A receiver to register. */
export class CreateWebhookDto {
  @Text({ min: 1, max: MAX_URL, description: 'Where events are posted to: https, or an address that SLIPWAY_OUTBOUND_ALLOW names.' })
  url: string;

  @Text({ max: 2_000, optional: true })
  description?: string;

  @TextList({ min: 1, max: 64, maxItems: 100, description: EVENT_TYPES })
  eventTypes: string[];

  @Text({ min: 1, max: 300, optional: true, nullable: true, description: MODELS })
  models?: string | null;

  @TextList({ min: 1, max: 256, maxItems: 100, optional: true, description: STAGES })
  stages?: string[];

  @Bool({ optional: true, description: ORDERED })
  ordered?: boolean;
}

/** What is to be changed. */
export class UpdateWebhookDto {
  @Text({ min: 1, max: MAX_URL, optional: true })
  url?: string;

  @Text({ max: 2_000, optional: true })
  description?: string;

  @TextList({ min: 1, max: 64, maxItems: 100, optional: true, description: EVENT_TYPES })
  eventTypes?: string[];

  @Text({ min: 1, max: 300, optional: true, nullable: true, description: MODELS })
  models?: string | null;

  @TextList({ min: 1, max: 256, maxItems: 100, optional: true, description: STAGES })
  stages?: string[];

  @Bool({ optional: true, description: ORDERED })
  ordered?: boolean;

  @OneOf(['active', 'paused'], { optional: true, description: 'active also starts one again that was disabled or is gone.' })
  state?: 'active' | 'paused';
}

/** A webhook endpoint. */
export class WebhookDto {
  @Text()
  id: string;

  @Text()
  url: string;

  @Text()
  description: string;

  @TextList()
  eventTypes: string[];

  @Text({ nullable: true })
  models: string | null;

  @TextList()
  stages: string[];

  @Text()
  format: string;

  @Text({ description: 'The version of the payloads that it is sent; fixed at its creation.' })
  apiVersion: string;

  @Bool()
  ordered: boolean;

  @OneOf(Object.keys(STATES), { description: 'disabled: nothing but failure for five days; gone: it answered 410.' })
  state: string;

  @Text({ nullable: true })
  stateReason: string | null;

  @Nested(() => ActorDto, { description: 'Only what this owner may read is sent.' })
  owner: ActorDto;

  @Int({ description: 'Attempts that failed since the last success.' })
  failuresInRow: number;

  @Timestamp({ nullable: true })
  failingSince: Date | null;

  @Timestamp({ nullable: true, description: 'While failures hold sends back: when the next probe may start.' })
  circuitOpenUntil: Date | null;

  @Timestamp({ nullable: true, description: 'While a rotation lasts: until when the old secret signs too.' })
  previousSecretUntil: Date | null;

  @Int()
  revision: number;

  @Timestamp()
  createdAt: Date;

  @Timestamp()
  updatedAt: Date;
}

/** The endpoint with its secret, which is shown this once. */
export class CreatedWebhookDto extends WebhookDto {
  @Text({
    nullable: true,
    description: 'Signs what is sent (Standard Webhooks). Null in the answer to a repeat under the same Idempotency-Key.',
  })
  secret: string | null;
}

/** A page of endpoints. */
export class WebhookPageDto {
  @NestedList(() => WebhookDto)
  items: WebhookDto[];

  @Text({ nullable: true })
  nextCursor: string | null;
}

/** Which endpoints. */
export class WebhookListQuery extends PageQuery {}

/** How to rotate the secret. */
export class RotateSecretDto {
  @Int({
    min: 0,
    max: 168,
    optional: true,
    description: 'Hours in which the old secret signs too; 24 if not given, 0 ends all former ones at once.',
  })
  overlapHours?: number;
}

/** The new secret. */
export class RotatedSecretDto {
  @Text({ nullable: true, description: 'Shown this once. Null in the answer to a repeat under the same Idempotency-Key.' })
  secret: string | null;

  @Timestamp({ description: 'Until then the old secret signs too.' })
  previousUntil: Date;
}
