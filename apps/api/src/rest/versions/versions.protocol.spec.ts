import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import type { VersionDto, VersionPageDto } from './versions.dto.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  await api.request('POST', '/api/v1/models', { body: { name: 'm' } });
});
afterAll(() => api.close());

const BASE = '/api/v1/models/m/versions';
const register = (body: object = { source: 's3://b/m' }) => api.request<VersionDto>('POST', BASE, { body });
const get = (n: number | string) => api.request<VersionDto>('GET', `${BASE}/${n}`);

it('registers a version and shows it the same way by every address', async () => {
  const created = await register({
    source: 's3://b/m',
    metrics: { auc: 0.9, loss: 'NaN' },
    lineage: { gitCommit: 'abcdef1' },
    tags: { a: 'b' },
  });
  expect(created).toMatchObject({
    status: 201,
    json: { model: 'm', version: 1, stage: 'None', status: 'READY', integrity: 'unverified', metrics: { auc: 0.9, loss: 'NaN' } },
  });
  expect(created.headers.get('location')).toBe(`${BASE}/1`);
  const shown = await get(1);
  expect([shown.status, shown.headers.get('etag'), shown.json]).toEqual([200, '"1"', created.json]);
  const listed = await api.request<VersionPageDto>('GET', `${BASE}?limit=1`);
  expect(listed.json).toEqual({ items: [created.json], nextCursor: null });
});

it('waits for files where no source is given', async () => {
  const { json } = await register({});
  expect(json).toMatchObject({ status: 'PENDING_REGISTRATION', source: `slipway:/models/${json.modelId}/versions/${json.version}` });
});

it.each([
  [{ source: 'runs:/x' }, '/source'],
  [{ metrics: { a: 'high' } }, '/metrics/a'],
  [{ metrics: { a: null } }, '/metrics/a'],
  [{ tags: { a: 1 } }, '/tags/a'],
  [{ lineage: { datasets: [{ name: 'd', digest: 'x' }] } }, '/lineage/datasets/0/digest'],
  [{ lineage: { commit: 'abcdef1' } }, '/lineage/commit'],
])('refuses %j with 400 at %s', async (body, pointer) => {
  expect(await register(body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});

it('knows the numbers that it gave: never given 404, deleted 404 with its own code, no number 400', async () => {
  const { json } = await register();
  expect(await get(json.version + 1)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  expect((await api.request('DELETE', `${BASE}/${json.version}`)).status).toBe(204);
  expect(await get(json.version)).toMatchObject({ status: 404, json: { code: 'VERSION_DELETED' } });
  expect((await register()).json.version).toBe(json.version + 1);
  for (const n of ['0', 'abc', '1.0', '99999999999', '-1'])
    expect(await get(n)).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT' } });
});

it('deletes what serves by force only, and empties Production with a reason only', async () => {
  const { json } = await register();
  await api.request('POST', '/api/v1/promotions', { body: { model: 'm', version: json.version, toStage: 'Production' } });
  const path = `${BASE}/${json.version}`;
  expect(await api.request('DELETE', path)).toMatchObject({
    status: 422,
    json: { code: 'REFUSED', errors: [{ code: 'FORCE_REQUIRED' }, { code: 'EMPTIES_STAGE' }] },
  });
  expect(await api.request('DELETE', `${path}?force=true`)).toMatchObject({ status: 422, json: { errors: [{ code: 'EMPTIES_STAGE' }] } });
  expect((await api.request('DELETE', `${path}?force=yes`)).status).toBe(400);
  expect((await api.request('DELETE', `${path}?force=true&allowEmpty=true&reason=gone`)).status).toBe(204);
});

it('patches metrics and params as maps, in which null removes', async () => {
  const { json } = await register({ source: 's3://b/m', metrics: { a: 1, b: 2 }, params: { p: '1' } });
  const path = `${BASE}/${json.version}`;
  const metrics = await api.request<VersionDto>('PATCH', `${path}/metrics`, { body: { a: null, c: '-Infinity', d: 1e-7 } });
  expect(metrics).toMatchObject({ status: 200, json: { metrics: { b: 2, c: '-Infinity', d: 1e-7 } } });
  expect(metrics.json.metrics).not.toHaveProperty('a');
  const params = await api.request<VersionDto>('PATCH', `${path}/params`, {
    body: { q: '2', p: null },
    headers: { 'if-match': metrics.headers.get('etag') ?? '' },
  });
  expect([params.status, params.json.params]).toEqual([200, { q: '2' }]);
  const stale = { body: { q: '3' }, headers: { 'if-match': metrics.headers.get('etag') ?? '' } };
  expect((await api.request('PATCH', `${path}/params`, stale)).status).toBe(412);
  for (const body of [[], 'text', {}]) {
    const request = { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    expect((await api.request('PATCH', `${path}/metrics`, request)).status).toBe(400);
  }
  expect(await api.request('PATCH', `${path}/params`, { body: { 'a/b': 7 } })).toMatchObject({
    status: 400,
    json: { errors: [{ pointer: '/a~1b' }] },
  });
});

it('patches the description, sets tags and reports checks', async () => {
  const { json } = await register();
  const path = `${BASE}/${json.version}`;
  expect((await api.request<VersionDto>('PATCH', path, { body: { description: 'good' } })).json.description).toBe('good');
  expect((await api.request('PUT', `${path}/tags/env`, { body: { value: 'dev' } })).status).toBe(204);
  const checked = await api.request<VersionDto>('PUT', `${path}/checks/bias-eval`, {
    body: { status: 'success', url: 'https://ci.example/1' },
  });
  expect(checked).toMatchObject({ status: 200, json: { tags: { env: 'dev' }, checks: [{ name: 'bias-eval', status: 'success' }] } });
  expect((await api.request('PUT', `${path}/checks/bias-eval`, { body: { status: 'green' } })).status).toBe(400);
  expect(await api.request('PUT', `${path}/checks/x`, { body: { status: 'success', url: 'javascript:1' } })).toMatchObject({
    status: 400,
    json: { errors: [{ pointer: '/url' }] },
  });
  expect((await api.request('DELETE', `${path}/tags/env`)).status).toBe(204);
  const found = await api.request<VersionPageDto>(
    'GET',
    `/api/v1/versions?filter=${encodeURIComponent("name = 'm' AND stage = 'none' AND metrics.auc > 0.5")}`,
  );
  expect(found.json.items.map((one) => one.version)).toEqual([1]);
});
