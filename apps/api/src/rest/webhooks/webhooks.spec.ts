import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface WebhookJson {
  readonly id: string;
  readonly secret: string | null;
  readonly revision: number;
  readonly code: string;
  readonly errors: readonly { readonly pointer: string }[];
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const URL = 'http://127.0.0.1:9/hook?key=s3cret';
const create = (body: object = {}, headers: Record<string, string> = {}, token = api.adminToken) =>
  api.request<WebhookJson>('POST', '/api/v1/webhooks', { body: { url: URL, eventTypes: ['*'], ...body }, headers, token });
const path = (id: string) => `/api/v1/webhooks/${id}`;

it('shows the secret once, and not again under the same Idempotency-Key', async () => {
  const made = await create({ models: 'fraud-*', stages: ['Production'], ordered: true }, { 'idempotency-key': 'k1' });
  expect(made).toMatchObject({
    status: 201,
    json: {
      url: URL,
      models: 'model:fraud-*',
      stages: ['production'],
      ordered: true,
      state: 'active',
      revision: 1,
      owner: { type: 'user' },
    },
  });
  expect(made.json.secret).toMatch(/^whsec_/);
  expect(made.headers.get('location')).toBe(path(made.json.id));
  const again = await create({ models: 'fraud-*', stages: ['Production'], ordered: true }, { 'idempotency-key': 'k1' });
  expect(again).toMatchObject({ status: 201, json: { id: made.json.id, secret: null } });
  const read = await api.request<WebhookJson>('GET', path(made.json.id));
  expect(read.headers.get('etag')).toBe('"1"');
  expect(read.json).not.toHaveProperty('secret');
  const stored = await api.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id: made.json.id } });
  expect(stored.secret).not.toContain(made.json.secret?.slice(6));
  const audit = await api.database.client.auditEntry.findMany({ where: { objectId: made.json.id } });
  expect(JSON.stringify(audit.map((entry) => entry.data))).not.toContain('s3cret');
});

it.each([
  [{ url: 'http://169.254.169.254/latest' }, '/url'],
  [{ url: 'http://10.0.0.1/' }, '/url'],
  [{ url: 'nonsense' }, '/url'],
  [{ eventTypes: ['version.exploded'] }, '/eventTypes/0'],
  [{ eventTypes: [] }, '/eventTypes'],
  [{ stages: ['Nowhere'] }, '/stages/0'],
])('refuses %j with 400 at %s', async (body, pointer) => {
  expect(await create(body)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});

it('changes and deletes only what the caller has read', async () => {
  const { id } = (await create()).json;
  expect((await api.request('PATCH', path(id), { body: { description: 'x' } })).status).toBe(428);
  const changed = await api.request('PATCH', path(id), { body: { state: 'paused', description: 'x' }, headers: { 'if-match': '"1"' } });
  expect(changed).toMatchObject({ status: 200, json: { state: 'paused', description: 'x', revision: 2 } });
  expect((await api.request('PATCH', path(id), { body: { ordered: true }, headers: { 'if-match': '"1"' } })).status).toBe(412);
  expect((await api.request('POST', `${path(id)}/test`)).status).toBe(409);
  expect((await api.request('DELETE', path(id), { headers: { 'if-match': '"1"' } })).status).toBe(412);
  expect((await api.request('DELETE', path(id), { headers: { 'if-match': '"2"' } })).status).toBe(204);
  expect((await api.request('GET', path(id))).status).toBe(404);
});

it('lets a manager have endpoints within the own pattern alone, and see no others', async () => {
  const token = await api.tokenFor('manager', 'model:team-*');
  expect((await create({}, {}, token)).json).toMatchObject({ code: 'PERMISSION_DENIED', permission: 'admin.endpoints' });
  expect((await create({ models: '*' }, {}, token)).status).toBe(403);
  expect((await create({ models: 'fraud-*' }, {}, token)).status).toBe(403);
  const own = await create({ models: 'team-a*' }, {}, token);
  expect(own.status).toBe(201);
  const foreign = await create({ models: 'other' });
  expect((await api.request('GET', path(foreign.json.id), { token })).status).toBe(404);
  expect((await api.request('GET', '/api/v1/webhooks', { token })).json).toMatchObject({ items: [{ id: own.json.id }], nextCursor: null });
  const widened = { body: { models: null }, headers: { 'if-match': '"1"' }, token };
  expect((await api.request('PATCH', path(own.json.id), widened)).status).toBe(403);
});

it('rotates the secret, tests, and pages the list', async () => {
  const { id } = (await create()).json;
  const rotated = await api.request<WebhookJson>('POST', `${path(id)}/rotate-secret`, { body: { overlapHours: 2 } });
  expect(rotated.json.secret).toMatch(/^whsec_/);
  expect((await api.request('GET', path(id))).json).toMatchObject({ revision: 2, previousSecretUntil: expect.any(String) });
  expect((await api.request('POST', `${path(id)}/rotate-secret`, { body: { overlapHours: 999 } })).status).toBe(400);
  expect((await api.request('POST', `${path(id)}/rotate-secret`)).status).toBe(409);
  const keyed = () =>
    api.request<WebhookJson>('POST', `${path(id)}/rotate-secret`, { body: { overlapHours: 0 }, headers: { 'idempotency-key': 'r1' } });
  expect([(await keyed()).json.secret, (await keyed()).json.secret]).toEqual([expect.stringMatching(/^whsec_/), null]);
  expect((await api.request('POST', `${path(id)}/test`)).status).toBe(202);
  expect(await api.database.client.event.count({ where: { type: 'webhook.test', endpointId: id } })).toBe(1);
  const seen = new Set<string>();
  let next = '/api/v1/webhooks?limit=2';
  for (;;) {
    const page = (await api.request<{ items: { id: string }[]; nextCursor: string | null }>('GET', next)).json;
    page.items.forEach((item) => seen.add(item.id));
    if (page.nextCursor === null) break;
    next = `/api/v1/webhooks?limit=2&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
  expect(seen.size).toBe(await api.database.client.webhookEndpoint.count({ where: { deletedAt: null } }));
});
