import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('is there', async () => {
  const answer = await api.request('GET', '/api/v1/version', { token: null });
  expect(answer).toMatchObject({ status: 200, json: { name: 'slipway', api: 'v1' } });
  expect((await api.request('GET', '/readyz')).json).toMatchObject({ status: 'ready' });
  expect((await api.request('GET', '/api/v1/promotions')).json).toEqual({ items: [], nextCursor: null });
});
