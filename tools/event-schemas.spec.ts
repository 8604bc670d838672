import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { EVENT_API_VERSION } from '#domain/events/event-types';
import { eventSchemasDocument } from './event-schemas-document.js';

const file = new URL('../docs/reference/events.schema.json', import.meta.url);

it('are published as the payload types say', async () => {
  // Write it anew: npm run build && node dist/tools/write-event-schemas.js
  expect((await readFile(file, 'utf8')).replaceAll('\r\n', '\n')).toBe(await eventSchemasDocument());
});

it('take an event and tell its type apart', async () => {
  const ajv = new Ajv2020({ strict: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(file, 'utf8')));
  const event = {
    id: 'evt_1',
    type: 'webhook.test',
    timestamp: '2026-11-21T10:00:00.000Z',
    apiVersion: EVENT_API_VERSION,
    workspace: 'default',
    model: null,
    modelId: null,
    sequence: null,
    position: 1,
    actor: { type: 'user', id: 'usr_1', name: 'ann' },
    door: 'rest',
    data: { requestId: null, endpointId: 'whk_1' },
  };
  expect(validate(event)).toBe(true);
  expect(validate({ ...event, type: 'stage.changed' })).toBe(false);
});
