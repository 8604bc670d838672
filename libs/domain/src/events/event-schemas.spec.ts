import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { eventSchema, payloadSchema, type EventEnvelope } from './event-schemas.js';
import { EVENT_TYPES, isEventType } from './event-types.js';
import { PAYLOADS, type NewPayloadOf, type PayloadOf } from './payloads.js';

const types = Object.keys(EVENT_TYPES).filter(isEventType);
const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);

const event: EventEnvelope<'stage.changed'> = {
  id: 'evt_1',
  type: 'stage.changed',
  timestamp: '2026-11-21T10:00:00.000Z',
  apiVersion: '2026-11-01',
  workspace: 'default',
  model: 'fraud',
  modelId: 'mdl_1',
  sequence: 4,
  position: 9,
  actor: { type: 'user', id: 'usr_1', name: 'ann' },
  door: 'rest',
  data: {
    requestId: 'req_1',
    stage: 'Production',
    version: 2,
    previousVersion: 1,
    kind: 'promotion',
    promotionId: 'prm_1',
    links: { model: '/models/fraud' },
  },
};

describe.each(types)('%s', (type) => {
  it('has a sentence, a past-tense dotted name and schemas that compile', () => {
    expect(type).toMatch(/^[a-z]+\.[a-z_]+$/);
    expect(EVENT_TYPES[type]).toMatch(/^[A-Z].*\.$/);
    expect(eventSchema(type)).toMatchObject({ title: type, description: EVENT_TYPES[type] });
    ajv.compile(eventSchema(type));
    ajv.compile(payloadSchema(type, { closed: true }));
  });

  it('always says which request caused it', () => {
    expect(payloadSchema(type).required).toContain('requestId');
  });
});

describe('the schema of an event', () => {
  const valid = (value: unknown, closed = false) =>
    new Ajv2020({ strict: true, validateFormats: false }).validate(eventSchema('stage.changed', { closed }), value);

  it('takes what the type takes', () => {
    expect(valid(event)).toBe(true);
    expect(valid(event, true)).toBe(true);
    expect(valid({ ...event, data: { ...event.data, version: null, previousVersion: null, promotionId: null } }, true)).toBe(true);
  });

  it.each([
    ['another type', { ...event, type: 'stage.held' }],
    ['another API version', { ...event, apiVersion: '2027-01-01' }],
    ['a missing member', { ...event, door: undefined }],
    ['an unknown door', { ...event, door: 'telnet' }],
    ['an actor of no kind', { ...event, actor: { type: 'cat', id: 'c', name: 'c' } }],
    ['a version 0', { ...event, data: { ...event.data, version: 0 } }],
    ['a payload without its stage', { ...event, data: { ...event.data, stage: undefined } }],
  ])('refuses %s', (_name, value) => {
    expect(valid(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  it('leaves receivers room for later members, and our own tests none', () => {
    const more = { ...event, data: { ...event.data, later: 1 } };
    expect(valid(more)).toBe(true);
    expect(valid(more, true)).toBe(false);
    expect(valid({ ...event, later: 1 }, true)).toBe(false);
  });
});

it('gives each payload its type', () => {
  expectTypeOf<PayloadOf<'model.renamed'>['previousName']>().toEqualTypeOf<string>();
  expectTypeOf<PayloadOf<'stage.changed'>['version']>().toEqualTypeOf<number | null>();
  expectTypeOf<PayloadOf<'promotion.applied'>['kind']>().toEqualTypeOf<'promotion' | 'rollback' | 'archive'>();
  expectTypeOf<PayloadOf<'alias.set'>['links']>().toEqualTypeOf<Readonly<Record<string, string>> | undefined>();
  expectTypeOf<NewPayloadOf<'stage.held'>>().not.toHaveProperty('requestId');
  expect(Object.keys(PAYLOADS)).toEqual(types);
});
