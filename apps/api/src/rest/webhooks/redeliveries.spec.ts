import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { seedDeliveries } from '#testing/effects/seed-deliveries';

interface RedeliveryJson {
  readonly id: string;
  readonly more: boolean;
  readonly detail: string;
  readonly items: readonly { readonly id: string; readonly state: string }[];
}

let api: TestApi;
let path: string;
beforeAll(async () => {
  api = await startTestApi();
  const body = { url: 'http://127.0.0.1:9/hook', eventTypes: ['*'] };
  const { id } = (await api.request<RedeliveryJson>('POST', '/api/v1/webhooks', { body })).json;
  path = `/api/v1/webhooks/${id}`;
  await seedDeliveries(api.database.pool, id, 1_200, 'dead');
});
afterAll(() => api.close());

const ask = () => api.request<RedeliveryJson>('POST', `${path}/redeliver`, { body: { since: '2020-01-01T00:00:00Z' } });
const list = (query = '') => api.request<RedeliveryJson>('GET', `${path}/redeliveries${query}`);

it('shows redeliveries that are under way, cancels them, and refuses the fourth with what to do', async () => {
  const first = await ask();
  expect(first).toMatchObject({ status: 202, json: { redelivered: 1_000, more: true } });
  expect((await list()).json).toEqual({
    items: [
      {
        id: first.json.id,
        state: 'running',
        status: 'dead',
        since: '2020-01-01T00:00:00.000Z',
        until: expect.any(String),
        redelivered: 1_000,
        requestedAt: expect.any(String),
        endedAt: null,
      },
    ],
    nextCursor: null,
  });
  await ask();
  await ask();
  expect(await ask()).toMatchObject({ status: 409, json: { code: 'INVALID_STATE', detail: expect.stringContaining('cancel one') } });
  const cancel = () => api.request('DELETE', `${path}/redeliveries/${first.json.id}`);
  expect([(await cancel()).status, (await cancel()).status]).toEqual([204, 204]);
  expect((await ask()).status).toBe(202);
  const page = await list('?limit=2');
  expect(page.json.items.map(({ state }) => state)).toEqual(['running', 'running']);
  expect(page.headers.get('link')).toContain('rel="next"');
  expect((await list('?limit=4')).json.items.at(-1)).toMatchObject({ id: first.json.id, state: 'cancelled' });
  expect((await api.request('DELETE', `${path}/redeliveries/rdl_nothing`)).status).toBe(404);
  expect((await api.request('GET', '/api/v1/webhooks/whk_nothing/redeliveries')).status).toBe(404);
});

it('answers a repeat under its Idempotency-Key like the first one, and refuses another body under it', async () => {
  const { id } = (
    await api.request<RedeliveryJson>('POST', '/api/v1/webhooks', { body: { url: 'http://127.0.0.1:9/k', eventTypes: ['*'] } })
  ).json;
  await seedDeliveries(api.database.pool, id, 3, 'delivered');
  const send = (since: string, key = 'again-1') =>
    api.request<RedeliveryJson>('POST', `/api/v1/webhooks/${id}/redeliver`, {
      body: { since, status: 'all' },
      headers: { 'idempotency-key': key },
    });
  const first = await send('2020-01-01T00:00:00Z');
  expect(first).toMatchObject({ status: 202, json: { redelivered: 3, more: false } });
  const again = await send('2020-01-01T00:00:00Z');
  expect([again.status, again.json, again.headers.get('idempotent-replayed')]).toEqual([202, first.json, 'true']);
  expect(await send('2021-01-01T00:00:00Z')).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  const other = await send('2020-01-01T00:00:00Z', 'again-2');
  expect([other.json.id === first.json.id, other.headers.get('idempotent-replayed')]).toEqual([false, null]);
  await api.database.client.redelivery.deleteMany({ where: { id: first.json.id } });
  expect((await send('2020-01-01T00:00:00Z')).status).toBe(404);
});
