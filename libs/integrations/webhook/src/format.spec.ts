import { expect, it } from 'vitest';
import { formatWebhookBody } from './format.js';

const EVENT = {
  id: 'evt_1',
  type: 'stage.changed',
  timestamp: new Date('2026-11-06T08:49:37.123Z'),
  apiVersion: '2026-11-01',
  workspace: 'default',
  model: 'fraud',
  modelId: 'mdl_1',
  sequence: 7,
  position: 41,
  actor: { type: 'user', id: 'usr_1', name: 'ann' },
  door: 'rest',
  data: { stage: 'Production', version: 2, previousVersion: 1 },
};

it('writes the envelope and nothing else, in one fixed order', () => {
  expect(formatWebhookBody(EVENT)).toBe(
    '{"id":"evt_1","type":"stage.changed","timestamp":"2026-11-06T08:49:37.123Z","apiVersion":"2026-11-01","workspace":"default","model":"fraud",' +
      '"modelId":"mdl_1","sequence":7,"position":41,"actor":{"type":"user","id":"usr_1","name":"ann"},"door":"rest",' +
      '"data":{"stage":"Production","version":2,"previousVersion":1}}',
  );
});

it('gives the same bytes whatever else the row carries and in whatever order its columns come', () => {
  const { id, type, ...rest } = EVENT;
  const reordered = { ...rest, attempt: 3, endpointId: 'whk_1', type, id };
  expect(formatWebhookBody(reordered)).toBe(formatWebhookBody(EVENT));
});

it('says null where an event has no model', () => {
  const parsed: unknown = JSON.parse(formatWebhookBody({ ...EVENT, model: null, modelId: null, sequence: null }));
  expect(parsed).toMatchObject({ model: null, modelId: null, sequence: null });
});
