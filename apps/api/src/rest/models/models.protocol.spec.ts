import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import type { AliasDto, ModelDto, ModelPageDto } from './models.dto.js';
import type { ProblemDto } from '../problems.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const create = (name: string, more: object = {}) => api.request<ModelDto>('POST', '/api/v1/models', { body: { name, ...more } });

it('creates, shows by name and id, and tells where', async () => {
  const created = await create('häuser preis', { description: 'd', tags: { team: 'risk' } });
  expect(created.status).toBe(201);
  expect(created.headers.get('etag')).toBe('"1"');
  const location = created.headers.get('location') ?? '';
  expect(location).toBe(`/api/v1/models/${encodeURIComponent('häuser preis')}`);
  for (const path of [location, `/api/v1/models/${created.json.id}`]) {
    const shown = await api.request<ModelDto>('GET', path);
    expect([shown.status, shown.json]).toEqual([200, created.json]);
  }
  expect((await api.request('GET', location, { headers: { 'if-none-match': '"1"' } })).status).toBe(304);
});

it('answers a name that is taken with 409, a wrong one with 400 at its place, an unknown field with 400', async () => {
  await create('taken');
  expect(await create('taken')).toMatchObject({ status: 409, json: { code: 'ALREADY_EXISTS' } });
  expect(await create('a/b')).toMatchObject({ status: 400, json: { errors: [{ pointer: '/name' }] } });
  expect(await create('x', { colour: 'red' })).toMatchObject({ status: 400, json: { errors: [{ pointer: '/colour' }] } });
  expect(await create('x', { tags: { 'a*': 'v' } })).toMatchObject({ status: 400, json: { errors: [{ pointer: '/tags/a*' }] } });
});

it('renders the model again for a repeat under one Idempotency-Key, and refuses another body', async () => {
  const headers = { 'idempotency-key': 'create-1' };
  const send = (name: string) => api.request<ModelDto>('POST', '/api/v1/models', { body: { name }, headers });
  const first = await send('keyed');
  const again = await send('keyed');
  expect([again.status, again.json]).toEqual([201, first.json]);
  expect(await send('other')).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

it('changes under If-Match only what was read', async () => {
  await create('matched');
  const patch = (etag: string) =>
    api.request<ModelDto>('PATCH', '/api/v1/models/matched', { body: { description: `for ${etag}` }, headers: { 'if-match': etag } });
  const changed = await patch('"1"');
  expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
  expect(await patch('"1"')).toMatchObject({ status: 412, json: { code: 'REVISION_STALE', etag: '"2"' } });
  expect((await api.request('PATCH', '/api/v1/models/matched', { body: { description: 'free' } })).status).toBe(200);
  expect((await api.request('DELETE', '/api/v1/models/matched', { headers: { 'if-match': '"1"' } })).status).toBe(412);
});

it('renames, and deletes so that the name is another model afterwards', async () => {
  const { json: model } = await create('before');
  const renamed = await api.request<ModelDto>('POST', '/api/v1/models/before/rename', { body: { name: 'after' } });
  expect(renamed).toMatchObject({ status: 200, json: { id: model.id, name: 'after' } });
  expect((await api.request('GET', '/api/v1/models/before')).status).toBe(404);
  expect((await api.request('DELETE', '/api/v1/models/after')).status).toBe(204);
  expect((await api.request('GET', `/api/v1/models/${model.id}`)).status).toBe(404);
  expect((await create('after')).json.id).not.toBe(model.id);
});

it('sets and removes tags, with any legal key in the address', async () => {
  await create('tagged');
  const path = `/api/v1/models/tagged/tags/${encodeURIComponent('team/a b')}`;
  expect((await api.request('PUT', path, { body: { value: 'x' } })).status).toBe(204);
  expect((await api.request<ModelDto>('GET', '/api/v1/models/tagged')).json.tags).toEqual({ 'team/a b': 'x' });
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect((await api.request('PUT', path, { body: {} })).status).toBe(400);
});

it('points, shows and removes an alias; a bound one is 403 and names its stage', async () => {
  await create('aliased');
  await api.request('POST', '/api/v1/models/aliased/versions', { body: { source: 's3://b/m' } });
  const path = '/api/v1/models/aliased/aliases/champion';
  expect(await api.request<AliasDto>('PUT', path, { body: { version: 1 } })).toMatchObject({
    status: 200,
    json: { version: 1, boundStage: null },
  });
  expect((await api.request('GET', path)).json).toEqual({ alias: 'champion', version: 1, boundStage: null });
  expect(await api.request('PUT', path, { body: { version: 2 } })).toMatchObject({ status: 404 });
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect((await api.request('GET', path)).status).toBe(404);
  await api.database.client.$executeRaw`UPDATE stage_definition SET bound_alias = 'live' WHERE key = 'production'`;
  const bound = await api.request<ProblemDto>('PUT', '/api/v1/models/aliased/aliases/live', { body: { version: 1 } });
  expect(bound).toMatchObject({ status: 403, json: { code: 'PERMISSION_DENIED', detail: expect.stringContaining('Production') } });
});

it('lists by filter and order in pages, what the caller may read only', async () => {
  for (const name of ['list-a', 'list-b', 'list-c']) await create(name);
  const query = new URLSearchParams({ filter: "name LIKE 'list-%'", orderBy: 'name desc', limit: '2' });
  const first = await api.request<ModelPageDto>('GET', `/api/v1/models?${query.toString()}`);
  expect(first.json.items.map((one) => one.name)).toEqual(['list-c', 'list-b']);
  expect(first.headers.get('link')).toContain('rel="next"');
  query.set('cursor', first.json.nextCursor ?? '');
  const last = await api.request<ModelPageDto>('GET', `/api/v1/models?${query.toString()}`);
  expect([last.json.items.map((one) => one.name), last.json.nextCursor]).toEqual([['list-a'], null]);
  query.set('filter', "name LIKE 'l%'");
  expect(await api.request('GET', `/api/v1/models?${query.toString()}`)).toMatchObject({ status: 400, json: { code: 'INVALID_CURSOR' } });
  const wrong = await api.request<ProblemDto>('GET', `/api/v1/models?filter=${encodeURIComponent('colour = 1')}`);
  expect(wrong).toMatchObject({ status: 400, json: { code: 'INVALID_FILTER', column: 1 } });
  const token = await api.tokenFor('reader', 'model:list-b');
  const mine = await api.request<ModelPageDto>('GET', '/api/v1/models', { token });
  expect(mine.json.items.map((one) => one.name)).toEqual(['list-b']);
});

it('answers letter for letter the same for a model that is missing and for one out of sight', async () => {
  await create('secret');
  const token = await api.tokenFor('manager', 'model:public-*');
  const acts: [string, string, object | undefined][] = [
    ['GET', '', undefined],
    ['PATCH', '', { description: 'x' }],
    ['DELETE', '', undefined],
    ['POST', '/rename', { name: 'public-x' }],
    ['PUT', '/tags/k', { value: 'v' }],
    ['GET', '/aliases/a', undefined],
    ['PUT', '/aliases/a', { version: 1 }],
    ['POST', '/versions', {}],
    ['GET', '/versions', undefined],
    ['GET', '/versions/1', undefined],
    ['DELETE', '/versions/1', undefined],
    ['PATCH', '/versions/1/metrics', { a: 1 }],
    ['PUT', '/versions/1/checks/c', { status: 'success' }],
  ];
  for (const [method, path, body] of acts) {
    const answer = async (model: string) => {
      const { status, json } = await api.request<ProblemDto>(method, `/api/v1/models/${model}${path}`, { token, body });
      const { requestId: _, ...rest } = json;
      return [method, path, status, JSON.stringify(rest).replaceAll(model, 'X')];
    };
    expect(await answer('secret')).toEqual(await answer('absent'));
    expect((await answer('secret'))[2]).toBe(404);
  }
});
