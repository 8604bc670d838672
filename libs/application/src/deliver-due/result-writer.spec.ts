import { expect, it } from 'vitest';
import { SlipwayError } from '#domain/errors/slipway-error';
import type { AttemptRecorder, EndedDelivery } from './attempt-recorder.js';
import { DatabaseGate } from './database-gate.js';
import { ResultWriter } from './result-writer.js';

type Stores = Pick<AttemptRecorder, 'record' | 'recordDelivered'>;

function writer(stores: Stores): ResultWriter {
  const recorder: Stores = stores;
  return Reflect.construct(ResultWriter, [recorder, new DatabaseGate()]);
}

const DELIVERED = { result: { outcome: 'delivered' } };

it('keeps the results of deliveries while the database is away for a moment, and stores them once it is back', async () => {
  let away = 3;
  const recordDelivered = (): Promise<void> => {
    away -= 1;
    return away < 0 ? Promise.resolve() : Promise.reject(new SlipwayError('UNAVAILABLE', 'away'));
  };
  const results = writer({ record: () => Promise.resolve(), recordDelivered });
  const failure = await new Promise((resolve) => results.add('whe_1', DELIVERED as EndedDelivery, resolve));
  expect(failure).toBeUndefined();
  expect(away).toBe(-1);
});

it('does not try again what the database refuses', async () => {
  const refused = new Error('no such column');
  const results = writer({ record: () => Promise.resolve(), recordDelivered: () => Promise.reject(refused) });
  const failure = await new Promise((resolve) => results.add('whe_1', DELIVERED as EndedDelivery, resolve));
  expect(failure).toEqual({ error: refused });
});
