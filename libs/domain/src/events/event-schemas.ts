import { EVENT_API_VERSION, EVENT_TYPES } from './event-types.js';
import type { EventType } from './event-types.js';
import type { PayloadOf } from './payloads.js';
import { PAYLOADS } from './payloads.js';
import type { Infer, JsonSchema } from './schema.js';
import { closed, integer, literal, nullable, object, oneOf, text, time } from './schema.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The same for every event; `type` and `data` are told apart below. */
const envelope = {
  id: text('Stable over all attempts and endpoints: de-duplicate by it.'),
  timestamp: time('When the change was made.'),
  apiVersion: literal(EVENT_API_VERSION),
  workspace: text(),
  model: nullable(text('The name of the model; null where the event concerns none.')),
  modelId: nullable(text()),
  sequence: nullable(integer(1, 'Gapless per model.')),
  position: integer(1, 'Gapless over all events of the workspace.'),
  actor: object({ type: oneOf('user', 'service_account', 'ci', 'anonymous', 'system'), id: text(), name: text() }),
  door: oneOf('rest', 'graphql', 'mlflow', 'databricks', 'slack', 'automation'),
};

const ENVELOPE = object(envelope);

/** One event as receivers get it. */
export type EventEnvelope<T extends EventType = EventType> = {
  readonly [K in T]: Infer<typeof ENVELOPE> & { readonly type: K; readonly data: PayloadOf<K> };
}[T];

/** The published JSON Schema of one event, envelope and payload. `closed: true` allows nothing undescribed: for our own tests. */
export function eventSchema(type: EventType, options: { readonly closed?: boolean } = {}): JsonSchema {
  const { json } = object({ ...envelope, type: literal(type), data: PAYLOADS[type] });
  const schema: JsonSchema = {
    $schema: DIALECT,
    $id: `urn:slipway:event:${EVENT_API_VERSION}:${type}`,
    title: type,
    description: EVENT_TYPES[type],
    ...json,
  };
  return options.closed === true ? closed(schema) : schema;
}

/** The published JSON Schema of one event's `data` alone. */
export function payloadSchema(type: EventType, options: { readonly closed?: boolean } = {}): JsonSchema {
  const { json } = PAYLOADS[type];
  return options.closed === true ? closed(json) : json;
}
