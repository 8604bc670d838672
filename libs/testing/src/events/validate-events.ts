import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import { eventSchema } from '#domain/events/event-schemas';
import { isEventType } from '#domain/events/event-types';
import type { Database } from '#persistence/core/database';

/** A `data` without an envelope of its own gets this position: events have none before they are dispatched. */
const NOT_DISPATCHED = 1;

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
const validators = new Map<string, ValidateFunction>();

/** What is wrong with an envelope, as published for its type and with nothing that is not described; each a sentence, none when it is right. */
export function eventSchemaFaults(event: { readonly type: string; readonly [member: string]: unknown }): readonly string[] {
  const { type } = event;
  if (!isEventType(type)) return [`${type} is no event type`];
  const validate = validators.get(type) ?? ajv.compile(eventSchema(type, { closed: true }));
  validators.set(type, validate);
  // As receivers get it: through JSON.
  if (validate(JSON.parse(JSON.stringify(event)))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message = 'is wrong', params }) => `${type} ${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  );
}

/** Every fault of every event in a database, each fault once. */
export async function invalidEvents(database: Database): Promise<readonly string[]> {
  const rows = await database.client.event.findMany({ orderBy: { ordinal: 'asc' } });
  const faults = rows.flatMap(
    ({ ordinal: _ordinal, createdAt, stage: _stage, endpointId: _endpoint, traceparent: _traceparent, position, ...rest }) =>
      eventSchemaFaults({ ...rest, timestamp: createdAt.toISOString(), position: position === null ? NOT_DISPATCHED : Number(position) }),
  );
  return [...new Set(faults)];
}

/** Fails with all faults where an event in the database is not as its published schema says. Call it at the end of a suite. */
export async function expectValidEvents(database: Database): Promise<void> {
  expect(await invalidEvents(database)).toEqual([]);
}
