import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface Stage {
  readonly stage: string;
  readonly versions: readonly { readonly version: number; readonly from: string; readonly kind: string }[];
  readonly hold: { readonly reason: string; readonly by: { readonly name: string } } | null;
  readonly live: { readonly version: number | null };
  readonly asOf: string;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const promote = (model: string, version: number, toStage = 'Production', token = api.adminToken) =>
  api.request<{ id: string; appliedAt: string }>('POST', '/api/v1/promotions', {
    body: { model, version, toStage, reason: 'because' },
    token,
  });
const stageOf = async (model: string, stage: string, at = '') =>
  (await api.request<Stage>('GET', `/api/v1/models/${model}/stages/${stage}${at}`)).json;
const rollBack = (model: string, from: number, headers = {}) =>
  api.request<{ id: string; appliedAt: string }>('POST', `/api/v1/models/${model}/stages/production/rollback`, {
    body: { from, reason: 'errors doubled' },
    headers,
  });

it('tells who stood in a stage at any instant, to the millisecond', async () => {
  await seedModel(api.database, 'travel', 2);
  const first = await promote('travel', 1);
  const second = await promote('travel', 2);
  expect(await stageOf('travel', 'PRODUCTION')).toMatchObject({
    stage: 'Production',
    versions: [{ version: 2 }],
    hold: null,
    live: { version: null },
  });
  const before = new Date(new Date(second.json.appliedAt).getTime() - 1).toISOString();
  expect(await stageOf('travel', 'production', `?at=${before}`)).toMatchObject({ versions: [{ version: 1 }], asOf: before });
  expect(await stageOf('travel', 'production', `?at=${second.json.appliedAt}`)).toMatchObject({ versions: [{ version: 2 }] });
  const dawn = new Date(new Date(first.json.appliedAt).getTime() - 1).toISOString();
  expect(await stageOf('travel', 'production', `?at=${dawn}`)).toMatchObject({ versions: [] });
});

it('answers 404 alike for an unknown model and stage, and 400 for an instant that is none', async () => {
  await seedModel(api.database, 'known', 1);
  for (const path of [
    'models/unknown/stages/production',
    'models/known/stages/unknown',
    'models/unknown/history',
    'models/unknown/stages',
  ]) {
    expect(await api.request('GET', `/api/v1/${path}`)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  }
  for (const at of ['yesterday', '2026-13-01T00:00:00Z', '2999-01-01T00:00:00Z']) {
    const answer = await api.request('GET', `/api/v1/models/known/stages/production?at=${at}`);
    expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT', errors: [{ pointer: 'at' }] } });
  }
});

it('rolls back once, also when the same command comes again under its key', async () => {
  await seedModel(api.database, 'back', 2);
  await promote('back', 1);
  await promote('back', 2);
  const headers = { 'idempotency-key': 'k-back' };
  const rolled = await rollBack('back', 2, headers);
  expect(rolled).toMatchObject({ status: 201, json: { kind: 'rollback', version: 1, rollbackFrom: 2, archivedVersions: [2] } });
  expect(await rollBack('back', 2, headers)).toMatchObject({ status: 201, json: { id: rolled.json.id } });
  expect(await rollBack('back', 2)).toMatchObject({ status: 409, json: { code: 'INCUMBENT_CHANGED', incumbent: 1 } });
  expect(await stageOf('back', 'production')).toMatchObject({
    versions: [{ version: 1, kind: 'rollback' }],
    hold: { reason: 'errors doubled' },
  });
});

it('shows the history newest first, page by page, with side effects as such', async () => {
  await seedModel(api.database, 'story', 2);
  await promote('story', 1);
  await promote('story', 2);
  const path = '/api/v1/models/story/history?limit=3';
  const page = await api.request<{ items: object[]; nextCursor: string }>('GET', path);
  expect(page.headers.get('link')).toContain('rel="next"');
  const rest = await api.request<{ items: object[]; nextCursor: null }>('GET', `${path}&cursor=${page.json.nextCursor}`);
  const rows = [...page.json.items, ...rest.json.items];
  expect(rows).toHaveLength(5);
  expect(rest.json.nextCursor).toBeNull();
  expect(rows).toMatchObject(
    expect.arrayContaining([
      expect.objectContaining({ version: 1, stage: 'Archived', kind: 'displaced' }),
      expect.objectContaining({ version: 1, stage: 'None', kind: 'registered', promotionId: null }),
    ]),
  );
  expect(await api.request('GET', `${path}&stage=staging&cursor=${page.json.nextCursor}`)).toMatchObject({
    status: 400,
    json: { code: 'INVALID_CURSOR' },
  });
});

it('holds, releases and shows both; a hold needs a reason and the right', async () => {
  await seedModel(api.database, 'hold', 1);
  const path = '/api/v1/models/hold/stages/production/hold';
  expect(await api.request('PUT', path, { body: {} })).toMatchObject({ status: 400, json: { errors: [{ pointer: '/reason' }] } });
  const stager = await api.tokenFor('staging-manager');
  expect(await api.request('PUT', path, { body: { reason: 'x' }, token: stager })).toMatchObject({
    status: 403,
    json: { code: 'PERMISSION_DENIED' },
  });
  expect((await api.request('PUT', path, { body: { reason: 'incident 7' } })).status).toBe(204);
  expect(await stageOf('hold', 'production')).toMatchObject({ hold: { reason: 'incident 7' } });
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect(await stageOf('hold', 'production')).toMatchObject({ hold: null });
});

it('lifts a quarantine with a reason', async () => {
  await seedModel(api.database, 'lift', 2);
  await promote('lift', 1);
  await promote('lift', 2);
  await rollBack('lift', 2);
  expect(await promote('lift', 2)).toMatchObject({ status: 422, json: { code: 'VERSION_QUARANTINED' } });
  const path = '/api/v1/models/lift/versions/2/quarantine/production';
  expect((await api.request('DELETE', path)).status).toBe(400);
  expect((await api.request('DELETE', path, { body: { reason: 'fixed upstream' } })).status).toBe(204);
  expect((await api.request('DELETE', path, { body: { reason: 'again' } })).status).toBe(404);
  expect((await promote('lift', 2)).status).toBe(201);
});

it('shows the board and the overview of what may be read', async () => {
  await seedModel(api.database, 'b-board', 2);
  await seedModel(api.database, 'a-board', 1);
  await promote('b-board', 1);
  await promote('b-board', 2, 'Staging');
  const reader = await api.tokenFor('reader', 'model:b-*');
  await promote('b-board', 2, 'Production', reader);
  const board = await api.request<{ stages: (Stage & { openRequests: object[] })[] }>('GET', '/api/v1/models/b-board/stages', {
    token: reader,
  });
  expect(board.json.stages.map((one) => [one.stage, one.versions.map((version) => version.version), one.openRequests.length])).toEqual([
    ['None', [], 0],
    ['Staging', [2], 0],
    ['Production', [1], 1],
    ['Archived', [], 0],
  ]);
  const overview = await api.request<{ items: { model: string }[] }>('GET', '/api/v1/overview', { token: reader });
  expect(overview.json.items).toMatchObject([
    {
      model: 'b-board',
      stages: [
        { stage: 'Staging', version: 2 },
        { stage: 'Production', version: 1 },
      ],
    },
  ]);
  expect(await api.request('GET', '/api/v1/models/a-board/stages', { token: reader })).toMatchObject({ status: 404 });
});

it('approves, rejects, cancels and comments over HTTP', async () => {
  await seedModel(api.database, 'acts', 1);
  const reader = await api.tokenFor('reader');
  const asked = await promote('acts', 1, 'Production', reader);
  const path = `/api/v1/promotions/${asked.json.id}`;
  const headers = { 'idempotency-key': 'c1' };
  const comment = await api.request('POST', `${path}/comments`, { body: { body: 'looks fine' }, headers });
  expect(comment).toMatchObject({ status: 201, json: { body: 'looks fine' } });
  expect((await api.request('POST', `${path}/comments`, { body: { body: 'looks fine' }, headers })).json).toEqual(comment.json);
  expect((await api.request<{ items: object[] }>('GET', `${path}/comments`)).json.items).toEqual([comment.json]);
  expect(await api.request('POST', `${path}/approve`, { token: reader })).toMatchObject({ status: 403 });
  expect(await api.request('POST', `${path}/approve`, { body: { comment: 'ok' } })).toMatchObject({
    status: 200,
    json: { state: 'applied', approvals: [{ comment: 'ok' }] },
  });
  expect(await api.request('POST', `${path}/reject`)).toMatchObject({ status: 409, json: { code: 'INVALID_STATE', state: 'applied' } });
  expect(await api.request('POST', `${path}/cancel`, { token: reader })).toMatchObject({ status: 409 });
});

it('defines stages under If-Match, and refuses what contradicts the versions that stand there', async () => {
  const path = '/api/v1/stages';
  const now = await api.request<{ stages: object[]; revision: number }>('GET', path);
  const etag = now.headers.get('etag') ?? '';
  const none = { name: 'None', occupancy: 'many', protected: false, boundAlias: null };
  const stages = [none, { ...none, name: 'Shadow', boundAlias: 'shadow' }, { ...none, name: 'Staging' }];
  const rest = [
    { ...none, name: 'Production', occupancy: 'one', protected: true, boundAlias: 'champion' },
    { ...none, name: 'Archived' },
  ];
  const body = { stages: [...stages, ...rest] };
  expect(await api.request('PUT', path, { body })).toMatchObject({ status: 428 });
  expect(await api.request('PUT', path, { body, headers: { 'if-match': etag }, token: await api.tokenFor('manager') })).toMatchObject({
    status: 403,
  });
  expect(await api.request('PUT', path, { body, headers: { 'if-match': etag } })).toMatchObject({
    status: 200,
    json: { stages: [{}, { key: 'shadow' }, {}, {}, {}] },
  });
  expect(await api.request('PUT', path, { body, headers: { 'if-match': etag } })).toMatchObject({ status: 412 });

  await seedModel(api.database, 'shadowed', 2);
  await promote('shadowed', 1, 'shadow');
  await promote('shadowed', 2, 'shadow');
  await promote('shadowed', 1, 'Production');
  const aliases = await api.database.client.modelAlias.findMany({ where: { model: { name: 'shadowed' } }, orderBy: { alias: 'asc' } });
  expect(aliases.map(({ alias, version }) => [alias, version])).toEqual([['champion', 1]]);
  await promote('shadowed', 1, 'shadow');
  const any = { headers: { 'if-match': '*' } };
  const single = [none, { ...none, name: 'Shadow', occupancy: 'one' }, { ...none, name: 'Staging' }, ...rest];
  expect(await api.request('PUT', path, { body: { stages: single }, ...any })).toMatchObject({ status: 200 });
  const gone = [none, { ...none, name: 'Staging' }, ...rest];
  expect(await api.request('PUT', path, { body: { stages: gone }, ...any })).toMatchObject({
    status: 409,
    json: { errors: [{ code: 'STAGE_OCCUPIED' }] },
  });
  expect(await api.request('PUT', path, { body: { stages: [none] }, ...any })).toMatchObject({
    status: 400,
    json: { code: 'INVALID_ARGUMENT' },
  });
});

it('tells the past of a stage that is gone, and of a hold that was lifted', async () => {
  const path = '/api/v1/stages';
  const none = { name: 'None', occupancy: 'many', protected: false, boundAlias: null };
  const rest = [
    { ...none, name: 'Staging' },
    { ...none, name: 'Production', occupancy: 'one', protected: true },
    { ...none, name: 'Archived' },
  ];
  const before = (
    await api.request<{ stages: { name: string; occupancy: string; protected: boolean; boundAlias: string | null }[] }>('GET', path)
  ).json.stages;
  const define = (stages: object[]) => api.request('PUT', path, { body: { stages }, headers: { 'if-match': '*' } });
  const kept = before.filter((one) => !['none', 'staging', 'production', 'archived'].includes(one.name.toLowerCase()));
  const extra = kept.map(({ name, occupancy, protected: guarded, boundAlias }) => ({ name, occupancy, protected: guarded, boundAlias }));
  expect(await define([none, ...extra, { ...none, name: 'Canary' }, ...rest])).toMatchObject({ status: 200 });
  await seedModel(api.database, 'past', 2);
  const entered = await promote('past', 1, 'Canary');
  await promote('past', 1, 'Archived');
  expect(await define([none, ...extra, ...rest])).toMatchObject({ status: 200 });
  const at = `?at=${entered.json.appliedAt}`;
  expect(await stageOf('past', 'canary', at)).toMatchObject({ stage: 'Canary', versions: [{ version: 1 }] });
  expect((await api.request<{ items: object[] }>('GET', '/api/v1/models/past/history?stage=CANARY')).json.items).toHaveLength(1);

  await promote('past', 1);
  await promote('past', 2);
  const rolled = await rollBack('past', 2);
  const { appliedAt } = rolled.json;
  await api.request('DELETE', '/api/v1/models/past/stages/production/hold');
  expect(await stageOf('past', 'production')).toMatchObject({ hold: null });
  expect(await stageOf('past', 'production', `?at=${appliedAt}`)).toMatchObject({ hold: { reason: 'errors doubled' } });
});

it('takes what GET /stages gave back to PUT, ignoring what is read-only', async () => {
  type Definitions = { readonly stages: readonly Record<string, unknown>[]; readonly revision: number };
  const read = await api.request<Definitions>('GET', '/api/v1/stages');
  const stages = read.json.stages.map((stage) => ({ ...stage, key: 'wrong', ordinal: 'wrong', builtIn: true }));
  const headers = { 'if-match': read.headers.get('etag') ?? '' };
  const put = await api.request<Definitions>('PUT', '/api/v1/stages', { body: { ...read.json, stages }, headers });
  expect(put).toMatchObject({ status: 200, json: { stages: read.json.stages } });
  expect(put.json.revision).toBeGreaterThan(read.json.revision);
});
