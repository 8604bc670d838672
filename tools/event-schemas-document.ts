import { eventSchema } from '#domain/events/event-schemas';
import { EVENT_API_VERSION, EVENT_TYPES, isEventType } from '#domain/events/event-types';
import { formattedJson } from './formatted-json.js';

/** The published JSON Schemas of all events as one document, whose `$defs` are one schema a type; formatted as the repository is. */
export function eventSchemasDocument(): Promise<string> {
  const types = Object.keys(EVENT_TYPES).filter(isEventType);
  const document = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:slipway:events:${EVENT_API_VERSION}`,
    title: 'Events of Slipway',
    description: 'One event, as webhooks, GET /api/v1/events and its stream show it. Within one apiVersion members are only added.',
    oneOf: types.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: Object.fromEntries(types.map((type) => [type, eventSchema(type)])),
  };
  return formattedJson(JSON.stringify(document));
}
