import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface PromotionJson {
  readonly id: string;
  readonly state: string;
  readonly code: string;
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const promote = (body: object, headers: Record<string, string> = {}, token = api.adminToken) =>
  api.request<PromotionJson>('POST', '/api/v1/promotions', { body, headers, token });

it('answers 201 with the applied promotion, then 200 with the same one', async () => {
  await seedModel(api.database, 'churn', 2);
  const applied = await promote({ model: 'churn', version: 1, toStage: 'production', reason: 'first' });
  expect(applied).toMatchObject({
    status: 201,
    json: { state: 'applied', model: 'churn', version: 1, fromStage: 'None', toStage: 'Production', requester: { type: 'user' } },
  });
  expect(applied.headers.get('location')).toBe(`/api/v1/promotions/${applied.json.id}`);
  const again = await promote({ model: 'churn', version: 1, toStage: 'Production' });
  expect(again).toMatchObject({ status: 200, json: { id: applied.json.id } });
  const read = await api.request('GET', `/api/v1/promotions/${applied.json.id}`);
  expect(read.json).toEqual(applied.json);
});

it('answers 202 to whoever may not apply, with the own open request again', async () => {
  await seedModel(api.database, 'waits', 1);
  const token = await api.tokenFor('editor');
  const asked = await promote({ model: 'waits', version: 1, toStage: 'Production' }, {}, token);
  expect(asked).toMatchObject({ status: 202, json: { state: 'pending' } });
  expect(await promote({ model: 'waits', version: 1, toStage: 'Production' }, {}, token)).toMatchObject({
    status: 202,
    json: { id: asked.json.id },
  });
});

it('answers a dry run 200 and writes nothing', async () => {
  await seedModel(api.database, 'dry', 2);
  await promote({ model: 'dry', version: 1, toStage: 'Production' });
  const dry = await promote({ model: 'dry', version: 2, toStage: 'Production', dryRun: true });
  expect(dry).toMatchObject({ status: 200, json: { verdict: 'pass', effects: { toStage: 'Production', archivedVersions: [1] } } });
  expect(await promote({ model: 'dry', version: 1, toStage: 'None', dryRun: true })).toMatchObject({
    status: 200,
    json: { verdict: 'refuse' },
  });
  expect((await api.request('GET', '/api/v1/promotions?model=dry')).json).toMatchObject({ items: [{ version: 1 }] });
});

it('answers 409 where the expected incumbent is gone and 422 with the reasons where a rule refuses', async () => {
  await seedModel(api.database, 'rivals', 3);
  await promote({ model: 'rivals', version: 1, toStage: 'Production' });
  const stale = await promote({ model: 'rivals', version: 2, toStage: 'Production', expectedIncumbent: null });
  expect(stale).toMatchObject({ status: 409, json: { code: 'INCUMBENT_CHANGED', incumbent: 1 } });
  const refused = await promote({ model: 'rivals', version: 2, toStage: 'Production', archiveExisting: false });
  expect(refused).toMatchObject({
    status: 422,
    json: { code: 'REFUSED', errors: [{ code: expect.any(String), message: expect.any(String) }] },
  });
});

it('answers 404 alike for what is not there and what may not be seen', async () => {
  await seedModel(api.database, 'secret', 1);
  const token = await api.tokenFor('admin', 'model:other-*');
  const hidden = await promote({ model: 'secret', version: 1, toStage: 'Staging' }, {}, token);
  const missing = await promote({ model: 'nowhere', version: 1, toStage: 'Staging' }, {}, token);
  expect([hidden.status, missing.status]).toEqual([404, 404]);
  expect(hidden.text.replaceAll('secret', 'nowhere').replace(/req_\w+/, '')).toBe(missing.text.replace(/req_\w+/, ''));
});

it('renders the first answer again under the same idempotency key, and refuses another body under it', async () => {
  await seedModel(api.database, 'keyed', 2);
  const body = { model: 'keyed', version: 1, toStage: 'Staging', reason: 'once' };
  const first = await promote(body, { 'idempotency-key': 'k-1' });
  const { reason, ...rest } = body;
  const again = await promote({ reason, ...rest }, { 'idempotency-key': 'k-1' });
  expect(again).toMatchObject({ status: 201, json: { id: first.json.id } });
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  const other = await promote({ ...body, version: 2 }, { 'idempotency-key': 'k-1' });
  expect(other).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  expect((await promote(body, { 'idempotency-key': 'x'.repeat(256) })).status).toBe(400);
});

it('applies once under one key, however many come at the same time', async () => {
  await seedModel(api.database, 'storm', 1);
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => promote({ model: 'storm', version: 1, toStage: 'Staging' }, { 'idempotency-key': 'storm' })),
  );
  expect(new Set(answers.map((answer) => answer.json.id)).size).toBe(1);
  expect(answers.every((answer) => answer.status === 201 || answer.status === 200)).toBe(true);
});

it('pages through the list without a repeat or a gap, by the body and by the Link header', async () => {
  await seedModel(api.database, 'paged', 5);
  for (let version = 1; version <= 5; version += 1) await promote({ model: 'paged', version, toStage: 'Staging' });
  const seen: number[] = [];
  let path: string | null = '/api/v1/promotions?model=paged&limit=2';
  while (path !== null) {
    const page: Awaited<ReturnType<typeof api.request<{ items: { version: number }[]; nextCursor: string | null }>>> = await api.request(
      'GET',
      path,
    );
    expect(page.status).toBe(200);
    seen.push(...page.json.items.map((item) => item.version));
    const next: string | undefined = /^<([^>]+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
    expect(next === undefined).toBe(page.json.nextCursor === null);
    path = next === undefined ? null : `/api/v1/promotions${next}`;
  }
  expect(seen).toEqual([5, 4, 3, 2, 1]);
});

it('takes a cursor for its own list only', async () => {
  const page = await api.request<{ nextCursor: string }>('GET', '/api/v1/promotions?limit=1');
  const other = await api.request('GET', `/api/v1/promotions?limit=1&model=paged&cursor=${page.json.nextCursor}`);
  expect(other).toMatchObject({ status: 400, json: { code: 'INVALID_CURSOR', errors: [{ pointer: 'cursor' }] } });
});

it('lists only what the caller may read', async () => {
  const token = await api.tokenFor('reader', 'model:churn');
  const list = await api.request<{ items: { model: string }[] }>('GET', '/api/v1/promotions', { token });
  expect(new Set(list.json.items.map((item) => item.model))).toEqual(new Set(['churn']));
  const none = await api.request('GET', '/api/v1/promotions', { token: await api.tokenFor('reader', 'model:absent') });
  expect(none.json).toEqual({ items: [], nextCursor: null });
});
