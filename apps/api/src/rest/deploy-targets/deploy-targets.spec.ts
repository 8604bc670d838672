import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface TargetJson {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly errors: readonly { readonly pointer: string; readonly code: string }[];
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const TOKEN = 'github_pat_very_secret';
const KEY = '-----BEGIN RSA PRIVATE KEY-----\nMIIEvery0secret\n-----END RSA PRIVATE KEY-----\n';

const body = (more: object = {}) => ({
  name: 'eu',
  models: 'model:fraud-*',
  stage: 'production',
  repository: 'acme/models',
  workflow: 'deploy.yml',
  ref: 'main',
  credential: { token: TOKEN },
  ...more,
});
const create = (more: object = {}, headers: Record<string, string> = {}) =>
  api.request<TargetJson>('POST', '/api/v1/deploy-targets', { body: body(more), headers });
const revisionOfTargets = async () =>
  (await api.database.client.workspace.findUniqueOrThrow({ where: { name: 'default' } })).targetsRevision;

it('creates a target, shows it with its ETag and never its secret, and counts the targets revision up', async () => {
  const before = await revisionOfTargets();
  const made = await create({ inputs: { digest: null, region: 'eu-west-1' } });
  expect(made).toMatchObject({
    status: 201,
    json: {
      name: 'eu',
      stage: 'Production',
      apiUrl: null,
      inputs: { digest: null, region: 'eu-west-1' },
      credential: { kind: 'token', appId: null, installationId: null },
      revision: 1,
    },
  });
  expect(made.headers.get('location')).toBe(`/api/v1/deploy-targets/${made.json.id}`);
  expect(made.headers.get('etag')).toBe('"1"');
  const read = await api.request('GET', `/api/v1/deploy-targets/${made.json.id}`);
  const list = await api.request('GET', '/api/v1/deploy-targets');
  expect(read.json).toEqual(made.json);
  expect(list.json).toMatchObject({ items: [{ id: made.json.id }], nextCursor: null });
  expect(await revisionOfTargets()).toBe(before + 1);

  const row = await api.database.client.deployTarget.findUniqueOrThrow({ where: { id: made.json.id } });
  const audit = await api.database.client.auditEntry.findMany({ where: { objectId: made.json.id } });
  expect(audit.map(({ action }) => action)).toEqual(['deploy-target.create']);
  expect(row.credential).toMatch(/^v1\./);
  for (const place of [
    made.text,
    read.text,
    list.text,
    JSON.stringify(row),
    JSON.stringify(audit.map(({ data, reason }) => [data, reason])),
    api.log(),
  ]) {
    expect(place).not.toContain(TOKEN);
  }
});

it('takes a pattern without its prefix and shows it with it, as webhooks do', async () => {
  expect(await create({ name: 'short', models: 'churn-*' })).toMatchObject({ status: 201, json: { models: 'model:churn-*' } });
  expect(await create({ name: 'all', models: '*' })).toMatchObject({ status: 201, json: { models: '*' } });
});

it('takes an App and shows its ids only', async () => {
  const made = await create({ name: 'app', credential: { app: { id: '4711', privateKey: KEY } } });
  expect(made).toMatchObject({ status: 201, json: { credential: { kind: 'app', appId: '4711', installationId: null } } });
  expect(made.text).not.toContain('secret');
});

it('makes one target under one Idempotency-Key', async () => {
  const headers = { 'idempotency-key': 'target-1' };
  const first = await create({ name: 'once' }, headers);
  const again = await create({ name: 'once' }, headers);
  expect([again.status, again.json.id, again.headers.get('idempotent-replayed')]).toEqual([201, first.json.id, 'true']);
  expect(await create({ name: 'other' }, headers)).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  expect(await create({ name: 'once' })).toMatchObject({ status: 409, json: { code: 'ALREADY_EXISTS' } });
});

it.each([
  ['a pattern that is none', { models: 'model:' }, '/models'],
  ['an experiment pattern', { models: 'experiment:x' }, '/models'],
  ['a stage that is not there', { stage: 'Canary' }, '/stage'],
  ['a repository without its owner', { repository: 'models' }, '/repository'],
  ['a workflow in a folder', { workflow: '.github/workflows/deploy.yml' }, '/workflow'],
  ['a ref that git refuses', { ref: 'a..b' }, '/ref'],
  ['an input that must stay', { inputs: { deployment_id: null } }, '/inputs/deployment_id'],
  ['an input that is no text', { inputs: { region: 7 } }, '/inputs/region'],
  ['no credential', { credential: {} }, '/credential'],
  ['two credentials', { credential: { token: 'x', app: { id: '1', privateKey: KEY } } }, '/credential'],
  ['a key that is none', { credential: { app: { id: '1', privateKey: 'secret' } } }, '/credential/app/privateKey'],
  ['an App id that is none', { credential: { app: { id: 'x', privateKey: KEY } } }, '/credential/app/id'],
  ['an address with a query', { apiUrl: 'https://ghe.example/api/v3?x=1' }, '/apiUrl'],
  ['a metadata address', { apiUrl: 'https://169.254.169.254/api/v3' }, '/apiUrl'],
  ['a private address', { apiUrl: 'https://10.1.2.3/api/v3' }, '/apiUrl'],
  ['an unknown field', { workspace: 'x' }, '/workspace'],
])('answers 400 to %s and points there', async (_name, more, pointer) => {
  const answer = await create({ name: 'wrong', ...more });
  expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT', errors: [{ pointer }] } });
  expect(answer.text).not.toContain('secret');
});

it('changes with If-Match only: 428 without, 412 when stale, and 400 for a new address without the credential', async () => {
  const { json } = await create({ name: 'changes' });
  const patch = (change: object, headers: Record<string, string> = {}) =>
    api.request<TargetJson>('PATCH', `/api/v1/deploy-targets/${json.id}`, { body: change, headers });
  expect((await patch({ ref: 'release' })).status).toBe(428);
  const changed = await patch({ ref: 'release', credential: { token: 'another' } }, { 'if-match': '"1"' });
  expect(changed).toMatchObject({ status: 200, json: { ref: 'release', revision: 2, name: 'changes' } });
  expect(await patch({ ref: 'x' }, { 'if-match': '"1"' })).toMatchObject({ status: 412, json: { code: 'REVISION_STALE', etag: '"2"' } });
  expect(await patch({ name: 'eu' }, { 'if-match': '"2"' })).toMatchObject({ status: 409 });
  const redirect = { apiUrl: 'https://127.0.0.1:8443/api/v3' };
  expect(await patch(redirect, { 'if-match': '"2"' })).toMatchObject({ status: 400, json: { errors: [{ pointer: '/credential' }] } });
  expect(await patch({ ...redirect, credential: { token: 'new' } }, { 'if-match': '"2"' })).toMatchObject({ status: 200 });
});

it('deletes with If-Match only, and frees the name', async () => {
  const { json } = await create({ name: 'goes' });
  const at = `/api/v1/deploy-targets/${json.id}`;
  const before = await revisionOfTargets();
  expect((await api.request('DELETE', at)).status).toBe(428);
  expect((await api.request('DELETE', at, { headers: { 'if-match': '"9"' } })).status).toBe(412);
  expect((await api.request('DELETE', at, { headers: { 'if-match': '"1"' } })).status).toBe(204);
  expect((await api.request('GET', at)).status).toBe(404);
  expect(await revisionOfTargets()).toBe(before + 1);
  expect((await create({ name: 'goes' })).status).toBe(201);
});

it('is for administrators only', async () => {
  const token = await api.tokenFor('manager');
  for (const [method, path] of [
    ['GET', ''],
    ['GET', '/dpt_x'],
    ['DELETE', '/dpt_x'],
  ] as const) {
    const answer = await api.request(method, `/api/v1/deploy-targets${path}`, { token, headers: { 'if-match': '*' } });
    expect(answer).toMatchObject({ status: 403, json: { permission: 'admin.deploy-targets' } });
  }
  expect((await api.request('POST', '/api/v1/deploy-targets', { token, body: body() })).status).toBe(403);
});
