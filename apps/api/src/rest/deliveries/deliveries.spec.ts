import { afterAll, beforeAll, expect, it } from 'vitest';
import { newId } from '#platform/ids/id-generator';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface PageJson {
  readonly items: readonly { readonly id: string; readonly state: string }[];
  readonly nextCursor: string | null;
}

let api: TestApi;
let endpointId: string;
let position = 0n;
beforeAll(async () => {
  api = await startTestApi();
  const body = { url: 'http://127.0.0.1:9/hook', eventTypes: ['*'] };
  endpointId = (await api.request<{ id: string }>('POST', '/api/v1/webhooks', { body })).json.id;
});
afterAll(() => api.close());

/** A delivery as the relay writes it, in the given state. */
async function delivery(modelId: string | null, state: string): Promise<string> {
  const id = newId('dlv');
  position += 1n;
  const times = { createdAt: new Date(), nextAttemptAt: state === 'pending' ? new Date() : null };
  const event = { eventId: newId('evt'), eventType: 'model.updated', modelId, position };
  await api.database.client.delivery.create({ data: { id, workspace: 'default', endpointId, state, ...event, ...times } });
  return id;
}

it('shows deliveries of readable models with their attempts, by filter and page by page', async () => {
  const [fraud, churn] = [await seedModel(api.database, 'fraud', 1), await seedModel(api.database, 'churn', 1)];
  const dead = await delivery(fraud, 'dead');
  const others = [await delivery(fraud, 'delivered'), await delivery(churn, 'dead'), await delivery(null, 'delivered')];
  await api.database.client.deliveryAttempt.create({
    data: {
      deliveryId: dead,
      number: 1,
      workspace: 'default',
      startedAt: new Date(),
      durationMs: 12,
      outcome: 'failed',
      status: 500,
      errorClass: 'http_5xx',
      error: 'The receiver answered 500',
      requestHeaders: { 'webhook-id': 'evt_1' },
    },
  });
  const list = async (query = '', token = api.adminToken) =>
    (await api.request<PageJson>('GET', `/api/v1/deliveries${query}`, { token })).json;
  expect((await list()).items).toHaveLength(4);
  const first = await list('?limit=3');
  const second = await list(`?limit=3&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
  expect(new Set([...first.items, ...second.items].map((item) => item.id))).toEqual(new Set([dead, ...others]));
  expect((await list('?state=dead&model=fraud')).items).toMatchObject([{ id: dead, model: 'fraud', endpointId }]);
  expect((await list(`?since=${encodeURIComponent(new Date(Date.now() + 60_000).toISOString())}`)).items).toEqual([]);

  const manager = await api.tokenFor('manager', 'model:fraud');
  expect((await list('', manager)).items).toHaveLength(2);
  expect((await list('', await api.tokenFor('reader'))).items).toEqual([]);
  const detail = await api.request('GET', `/api/v1/deliveries/${dead}`, { token: manager });
  expect(detail).toMatchObject({ status: 200, json: { state: 'dead', attemptLog: [{ number: 1, status: 500, responseBody: null }] } });
  expect((await api.request('GET', `/api/v1/deliveries/${others[1] ?? ''}`, { token: manager })).status).toBe(404);
});

it('sends one again, or those of a time', async () => {
  const model = await seedModel(api.database, 'again', 1);
  const one = await delivery(model, 'dead');
  expect((await api.request('POST', `/api/v1/deliveries/${one}/redeliver`)).status).toBe(202);
  expect((await api.request('GET', `/api/v1/deliveries/${one}`)).json).toMatchObject({ state: 'pending', attempts: 0 });
  expect(await api.request('POST', `/api/v1/deliveries/${one}/redeliver`)).toMatchObject({ status: 409, json: { code: 'INVALID_STATE' } });
  const before = await api.database.client.delivery.count({ where: { state: 'dead' } });
  const body = { since: new Date(Date.now() - 60_000).toISOString() };
  const redelivered = await api.request('POST', `/api/v1/webhooks/${endpointId}/redeliver`, { body });
  expect(redelivered).toMatchObject({ status: 202, json: { redelivered: before } });
  expect(await api.database.client.delivery.count({ where: { state: 'dead' } })).toBe(0);
});

it('refuses to send again to an endpoint that is gone or deleted, and lets it wait at one that is paused', async () => {
  const model = await seedModel(api.database, 'nobody', 1);
  const one = await delivery(model, 'dead');
  const set = (state: string, deletedAt: Date | null = null) =>
    api.database.client.webhookEndpoint.update({ where: { id: endpointId }, data: { state, deletedAt } });
  const again = () => api.request<{ detail: string }>('POST', `/api/v1/deliveries/${one}/redeliver`);
  const body = { since: new Date(Date.now() - 60_000).toISOString() };
  const span = () => api.request('POST', `/api/v1/webhooks/${endpointId}/redeliver`, { body });
  await set('gone');
  for (const answer of [await again(), await span()]) {
    expect(answer).toMatchObject({ status: 409, json: { code: 'INVALID_STATE', detail: expect.stringContaining('make it active again') } });
  }
  await set('gone', new Date());
  expect(await again()).toMatchObject({ status: 409, json: { detail: expect.stringContaining('was deleted') } });
  expect((await api.request('GET', `/api/v1/deliveries/${one}`)).json).toMatchObject({ state: 'dead' });
  await set('paused');
  expect((await again()).status).toBe(202);
  expect((await span()).status).toBe(202);
});
