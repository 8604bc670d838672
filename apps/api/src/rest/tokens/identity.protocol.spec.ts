import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi, type TestUser } from '#testing/api/test-api';

interface Thing {
  readonly id: string;
  readonly revision: number;
}
interface Minted extends Thing {
  readonly token: string | null;
  readonly expiresAt: string | null;
}

let api: TestApi;
let lead: TestUser;
let names = 0;

beforeAll(async () => {
  api = await startTestApi();
  lead = await api.signUp('manager', 'model:fraud-*');
});
afterAll(() => api.close());

const nextName = () => `name${(names += 1)}`;
const post = <T = Thing>(path: string, body: unknown, token = api.adminToken, headers: Record<string, string> = {}) =>
  api.request<T>('POST', `/api/v1${path}`, { body, token, headers });

it('answers who one is, what one may and with which token', async () => {
  expect((await api.request('GET', '/api/v1/me', { token: lead.token })).json).toMatchObject({
    actor: { type: 'user', id: lead.id, name: lead.name },
    ownerId: null,
    bindings: [{ role: 'manager', patterns: ['model:fraud-*'] }],
    token: { name: 'test', expiresAt: null },
  });
  expect((await api.request('GET', '/api/v1/me', { token: null })).status).toBe(401);
});

it('creates, reads and changes a user under its revision', async () => {
  const name = nextName();
  const made = await post('/users', { name, email: 'x@example.org' });
  expect(made.status).toBe(201);
  expect(made.headers.get('location')).toBe(`/api/v1/users/${made.json.id}`);
  expect(made.headers.get('etag')).toBe('"1"');
  const path = `/api/v1/users/${made.json.id}`;
  expect((await api.request('GET', path, { token: lead.token })).json).toMatchObject({ name, email: null });
  expect((await api.request('PATCH', path, { body: { disabled: true } })).status).toBe(428);
  const changed = await api.request('PATCH', path, { body: { disabled: true }, headers: { 'if-match': '"1"' } });
  expect([changed.status, changed.headers.get('etag'), changed.json]).toMatchObject([200, '"2"', { disabled: true }]);
  const stale = await api.request('PATCH', path, { body: { disabled: false }, headers: { 'if-match': '"1"' } });
  expect([stale.status, stale.json]).toMatchObject([412, { code: 'REVISION_STALE', etag: '"2"' }]);
  expect((await post('/users', { name })).status).toBe(409);
  expect((await post('/users', { name: 'Ä' })).json).toMatchObject({ code: 'INVALID_ARGUMENT', errors: [{ pointer: '/name' }] });
  expect((await post('/users', { name, admin: true })).status).toBe(400);
});

it('refuses to disable the last administrator, and says why', async () => {
  const { json } = await api.request<{ actor: { id: string } }>('GET', '/api/v1/me');
  const answer = await api.request('PATCH', `/api/v1/users/${json.actor.id}`, { body: { disabled: true }, headers: { 'if-match': '*' } });
  expect([answer.status, answer.json]).toMatchObject([409, { code: 'INVALID_STATE', detail: expect.stringContaining('administrator') }]);
});

it('stops a token, in this process at once, when it is revoked or its user disabled', async () => {
  const minted = await post<Minted>('/tokens', { name: 'ci', role: 'reader' }, lead.token);
  expect(minted.headers.get('cache-control')).toBe('no-store');
  const token = minted.json.token ?? '';
  expect((await api.request('GET', '/api/v1/me', { token })).json).toMatchObject({ bindings: [{ role: 'reader' }] });
  expect((await api.request('DELETE', `/api/v1/tokens/${minted.json.id}`, { token: lead.token })).status).toBe(204);
  expect((await api.request('GET', '/api/v1/me', { token })).status).toBe(401);
  const user = await api.signUp('reader');
  expect((await api.request('GET', '/api/v1/me', { token: user.token })).status).toBe(200);
  await api.request('PATCH', `/api/v1/users/${user.id}`, { body: { disabled: true }, headers: { 'if-match': '"1"' } });
  expect((await api.request('GET', '/api/v1/me', { token: user.token })).status).toBe(401);
});

it('lets a narrowed token end itself, and nothing else that its user owns', async () => {
  const account = await post('/service-accounts', { name: nextName() }, lead.token);
  const whole = await post<Minted>('/tokens', { name: 'whole' }, lead.token);
  const narrowed = await post<Minted>('/tokens', { name: 'narrowed', role: 'reader', patterns: ['model:fraud-eu'] }, lead.token);
  const statusOf = async (method: string, path: string, more: object = {}) =>
    (await api.request(method, `/api/v1${path}`, { token: narrowed.json.token ?? '', ...more })).status;
  const path = `/service-accounts/${account.json.id}`;
  expect(await statusOf('DELETE', `/tokens/${whole.json.id}`)).toBe(403);
  expect(await statusOf('PATCH', path, { body: { disabled: true }, headers: { 'if-match': '*' } })).toBe(403);
  expect(await statusOf('DELETE', path)).toBe(403);
  expect(await statusOf('DELETE', `/tokens/${narrowed.json.id}`)).toBe(204);
  expect(await statusOf('GET', '/me')).toBe(401);
});

it('shows the text of a token once, and not to a repeat', async () => {
  const headers = { 'idempotency-key': 'mint-once' };
  const first = await post<Minted>('/tokens', { name: 'once' }, lead.token, headers);
  const repeat = await post<Minted>('/tokens', { name: 'once' }, lead.token, headers);
  expect([repeat.status, repeat.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(repeat.json).toMatchObject({ id: first.json.id, token: null });
  expect((await post('/tokens', { name: 'other' }, lead.token, headers)).status).toBe(422);
  const shown = await api.request('GET', `/api/v1/tokens/${first.json.id}`, { token: lead.token });
  expect(shown.text).not.toContain(first.json.token);
  expect(api.log()).not.toContain(first.json.token);
});

it('does not let a token outlive the one that mints it', async () => {
  const end = new Date(Date.now() + 3_600_000);
  const short = await api.signUp('editor', '*', end);
  expect((await post<Minted>('/tokens', { name: 'child' }, short.token)).json.expiresAt).toBe(end.toISOString());
  const later = new Date(end.getTime() + 60_000).toISOString();
  expect((await post('/tokens', { name: 'child', expiresAt: later }, short.token)).status).toBe(403);
});

it('lets a manager own an automation from its account to its token', async () => {
  const account = await post('/service-accounts', { name: nextName() }, lead.token);
  expect(account.status).toBe(201);
  const subject = { type: 'service_account', id: account.json.id };
  expect((await post('/role-bindings', { subject, role: 'editor', pattern: 'model:fraud-*' }, lead.token)).status).toBe(201);
  expect((await post('/role-bindings', { subject, role: 'editor', pattern: '*' }, lead.token)).status).toBe(403);
  const minted = await post<Minted>('/tokens', { name: 'ci', holder: subject }, lead.token);
  const me = await api.request('GET', '/api/v1/me', { token: minted.json.token });
  expect(me.json).toMatchObject({ actor: { type: 'service_account' }, ownerId: lead.id, bindings: [{ role: 'editor' }] });
  const stranger = await api.signUp('manager', 'model:b-*');
  for (const path of [`/service-accounts/${account.json.id}`, `/tokens/${minted.json.id}`]) {
    expect((await api.request('GET', `/api/v1${path}`, { token: stranger.token })).status).toBe(404);
  }
  expect((await api.request('DELETE', `/api/v1/service-accounts/${account.json.id}`, { token: lead.token })).status).toBe(204);
  expect((await api.request('GET', '/api/v1/me', { token: minted.json.token })).status).toBe(401);
});

it('gives roles through groups and takes them away with the membership', async () => {
  const group = await post('/groups', { name: nextName() });
  const member = await api.signUp('reader', 'model:nothing');
  await post('/role-bindings', { subject: { type: 'group', id: group.json.id }, role: 'editor', pattern: 'model:shared-*' });
  const path = `/api/v1/groups/${group.json.id}/members/${member.id}`;
  const roles = async () => {
    const { json } = await api.request<{ bindings: { role: string }[] }>('GET', '/api/v1/me', { token: member.token });
    return json.bindings.map((binding) => binding.role).sort();
  };
  expect((await api.request('PUT', path)).status).toBe(204);
  expect(await roles()).toEqual(['editor', 'reader']);
  const members = await api.request('GET', `/api/v1/groups/${group.json.id}/members`, { token: member.token });
  expect(members.json).toMatchObject({ items: [{ id: member.id }], nextCursor: null });
  expect((await api.request('DELETE', path)).status).toBe(204);
  expect(await roles()).toEqual(['reader']);
  const unknown = await api.request('DELETE', '/api/v1/groups/grp_none');
  expect([unknown.status, unknown.json]).toMatchObject([404, { code: 'NOT_FOUND' }]);
});
