import { expect, it, onTestFinished, vi } from 'vitest';
import { CredentialStore } from '#application/ports/credential-store';
import { CredentialCache } from './credential-cache.js';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi, type TestApiOverrides } from '#testing/api/test-api';

async function start(overrides: TestApiOverrides): Promise<TestApi> {
  const api = await startTestApi(overrides);
  onTestFinished(() => api.close());
  return api;
}

it('gives requests without a credential the configured role and no more', async () => {
  const api = await start({ env: { SLIPWAY_ANONYMOUS_ROLE: 'reader' } });
  await seedModel(api.database, 'open', 1);
  expect((await api.request('GET', '/api/v1/promotions', { token: null })).status).toBe(200);
  const body = { model: 'open', version: 1, toStage: 'Production' };
  expect(await api.request('POST', '/api/v1/promotions', { token: null, body })).toMatchObject({
    status: 202,
    json: { state: 'pending', requester: { type: 'anonymous' } },
  });
  expect((await api.request('GET', '/api/v1/promotions', { token: 'wrong' })).status).toBe(401);
});

it('limits each caller by itself where limits are on, and says how much is left', async () => {
  const api = await start({ rateLimits: { reads: 3, writes: 1, failures: 30 } });
  const other = await api.tokenFor('reader');
  const read = (token = api.adminToken) => api.request('GET', '/api/v1/promotions', { token });
  const first = await read();
  expect(
    Object.fromEntries(['ratelimit', 'ratelimit-policy', 'x-ratelimit-remaining'].map((name) => [name, first.headers.get(name)])),
  ).toEqual({
    ratelimit: expect.stringMatching(/^"reads";r=2;t=\d+$/),
    'ratelimit-policy': '"reads";q=3;w=60',
    'x-ratelimit-remaining': '2',
  });
  await read();
  await read();
  const refused = await read();
  expect(refused).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await read(other)).status).toBe(200);
});

it('refuses an address unasked after too many wrong credentials, but not who was let in before', async () => {
  const api = await start({ rateLimits: { reads: 1_000, writes: 1_000, failures: 3 } });
  const late = await api.tokenFor('reader');
  const read = (token: string | null) => api.request('GET', '/api/v1/promotions', { token });
  expect((await read(api.adminToken)).status).toBe(200);
  const questions = vi.spyOn(api.app.get(CredentialStore), 'findByTokenHash');
  const guesses = [];
  for (let n = 0; n < 5; n += 1) guesses.push((await read(`slp_guess${n}`)).status);
  expect(guesses).toEqual([401, 401, 401, 429, 429]);
  expect(questions).toHaveBeenCalledTimes(3);
  const refused = await read(late);
  expect(refused).toMatchObject({ status: 429, json: { code: 'RATE_LIMITED' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect([(await read(api.adminToken)).status, (await read(null)).status]).toEqual([200, 401]);
});

it('lets in who was good before also after somebody changed users, tokens or rights', async () => {
  const api = await start({ rateLimits: { reads: 1_000, writes: 1_000, failures: 3 } });
  const [stays, goes] = [await api.signUp('reader'), await api.signUp('reader')];
  const read = (token: string) => api.request('GET', '/api/v1/promotions', { token });
  expect([(await read(stays.token)).status, (await read(goes.token)).status]).toEqual([200, 200]);
  for (let n = 0; n < 4; n += 1) await read(`slp_guess${n}`);
  await api.database.client.user.update({ where: { id: goes.id }, data: { disabledAt: new Date() } });
  api.app.get(CredentialCache).clear();
  expect([(await read(stays.token)).status, (await read(goes.token)).status, (await read(goes.token)).status]).toEqual([200, 401, 429]);
});

it('limits no failures on the embedded database', async () => {
  const api = await start({});
  for (let n = 0; n < 40; n += 1) {
    expect((await api.request('GET', '/api/v1/promotions', { token: `slp_guess${n}` })).status).toBe(401);
  }
});
