import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { CredentialStore } from '#application/ports/credential-store';
import { CredentialCache } from './credential-cache.js';
import { LastUsed } from './last-used.js';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
afterEach(() => vi.restoreAllMocks());

const list = (token: string | null, headers = {}) => api.request('GET', '/api/v1/promotions', { token, headers });

it.each([
  ['no credential', null, {}, 'Bearer realm="slipway"'],
  ['an unknown token', 'slp_unknown', {}, 'Bearer realm="slipway", error="invalid_token"'],
  ['another scheme', null, { authorization: 'Basic eDp5' }, 'Bearer realm="slipway", error="invalid_token"'],
  ['an empty token', null, { authorization: 'Bearer ' }, 'Bearer realm="slipway", error="invalid_token"'],
])('answers %s by 401 and says how to come in', async (_, token, headers, challenge) => {
  const answer = await list(token, headers);
  expect(answer).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
  expect(answer.headers.get('www-authenticate')).toBe(challenge);
});

it('takes the scheme in any case', async () => {
  expect((await list(null, { authorization: `bearer ${api.adminToken}` })).status).toBe(200);
});

it('refuses a token from the instant when it expires, though it was just used', async () => {
  const expiresAt = new Date(Date.now() + 400);
  const { token } = await api.signUp('reader', '*', expiresAt);
  expect((await list(token)).status).toBe(200);
  await vi.waitUntil(() => Date.now() > expiresAt.getTime());
  expect((await list(token)).status).toBe(401);
});

it('refuses a revoked token within a second, and at once where the revocation happens in this process', async () => {
  const [one, other] = [await api.signUp('reader'), await api.signUp('reader')];
  expect([(await list(one.token)).status, (await list(other.token)).status]).toEqual([200, 200]);
  await api.database.client.apiToken.updateMany({ where: { holderId: { in: [one.id, other.id] } }, data: { revokedAt: new Date() } });
  await vi.waitFor(async () => expect((await list(one.token)).status).toBe(401), { timeout: 1_500, interval: 50 });
  api.app.get(CredentialCache).clear();
  expect((await list(other.token)).status).toBe(401);
});

it('asks the database once for requests that come together', async () => {
  const { token } = await api.signUp('reader');
  const questions = vi.spyOn(api.app.get(CredentialStore), 'findByTokenHash');
  const answers = await Promise.all(Array.from({ length: 20 }, () => list(token)));
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(questions).toHaveBeenCalledTimes(1);
});

it('notes when a token was last used, in batches', async () => {
  const { id, token } = await api.signUp('reader');
  await list(token);
  expect(await api.database.client.apiToken.findFirst({ where: { holderId: id } })).toMatchObject({ lastUsedAt: null });
  await api.app.get(LastUsed, { strict: false }).flush();
  expect(await api.database.client.apiToken.findFirst({ where: { holderId: id } })).toMatchObject({ lastUsedAt: expect.any(Date) });
});
