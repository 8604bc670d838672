import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AuthorizationWorld, type ModelRef } from '#testing/api/authorization-world';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { INSIDES } from './nasty-values.js';

interface ProblemJson {
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

let api: TestApi;
let world: AuthorizationWorld;
let model: ModelRef;
let pending: ModelRef;

beforeAll(async () => {
  api = await startTestApi();
  world = new AuthorizationWorld(api, 'm', '', await api.tokenFor('reader'));
  model = await world.model();
  pending = await world.pending();
  await world.admin('DELETE', `${model.url}/versions/2`);
});
afterAll(() => api.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  api.request<ProblemJson>('POST', `/api/v1${path}`, { body, headers });
const JSON_TYPE = { 'content-type': 'application/json' };
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

it.each([
  ['an empty name', '', '/name'],
  ['a dot', '.', '/name'],
  ['two dots', '..', '/name'],
  ['257 characters', 'x'.repeat(257), '/name'],
  ['a slash', 'a/b', '/name'],
  ['a colon', 'a:b', '/name'],
  ['a control character', 'a\u0007b', '/name'],
  ['a bidirectional override', 'a\u202Eb', '/name'],
  ['not NFC', 'e\u0301', '/name'],
])('refuses a model name with %s', async (_, name, pointer) => {
  const answer = await post('/models', { name });
  expect([answer.status, answer.json.errors?.map((one) => one.pointer)]).toEqual([400, [pointer]]);
});

it('takes JSON of 32 levels and none of 33', async () => {
  const errors = async (levels: number) => (await post('/models', nested(levels), JSON_TYPE)).text;
  expect(await errors(33)).toContain('at most 32 levels');
  expect(await errors(32)).not.toContain('levels');
});

it('takes a body of 4 MB and none of a byte more, whether its length is told or not', async () => {
  const body = (bytes: number) => `{"name":"x"${' '.repeat(bytes - 12)}}`;
  const limit = 4 * 1024 * 1024;
  expect((await post('/models', body(limit), JSON_TYPE)).status).toBe(201);
  expect(await post('/models', body(limit + 1), JSON_TYPE)).toMatchObject({ status: 413, json: { code: 'BODY_TOO_LARGE' } });
  expect(await chunked(body(limit + 1))).toBe(413);
});

/** Without Content-Length; @returns the status. */
function chunked(body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${api.adminToken}`, 'transfer-encoding': 'chunked' };
    const sent = request(`${api.url}/api/v1/models`, { method: 'POST', headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    // The server may answer and hang up before it has read all.
    sent.on('error', reject);
    sent.end(body);
  });
}

it('takes the last one of two members of one name, as JSON parsers do', async () => {
  const answer = await post('/models', '{"name": "not/taken", "name": "taken"}', JSON_TYPE);
  expect([answer.status, answer.json]).toEqual([201, expect.objectContaining({ name: 'taken' })]);
});

it.each([
  ['unknown model', () => ({ model: 'nothing', version: 1 }), 404, 'NOT_FOUND'],
  ['version that never was', () => ({ model: model.name, version: 99 }), 404, 'NOT_FOUND'],
  ['deleted version', () => ({ model: model.name, version: 2 }), 404, 'VERSION_DELETED'],
  ['version that is not READY', () => ({ model: pending.name, version: 1 }), 422, 'VERSION_NOT_READY'],
  ['unknown stage', () => ({ model: model.name, version: 1, toStage: 'Nowhere' }), 404, 'NOT_FOUND'],
])('answers a promotion of an %s by what it is', async (_, body, status, code) => {
  const answer = await post('/promotions', { toStage: 'Staging', ...body() });
  expect([answer.status, answer.json.code]).toEqual([status, code]);
  expect(answer.json.detail.length).toBeGreaterThan(10);
});

it.each(['x'.repeat(256), 'caf\u00e9', ''])('refuses the Idempotency-Key %.20j', async (key) => {
  const answer = await post('/models', { name: 'keyed' }, { 'idempotency-key': key });
  expect([answer.status, answer.json.code]).toEqual([400, 'INVALID_ARGUMENT']);
});

it.each([
  ['a filter of more than 8 KB', `name = '${'x'.repeat(8_200)}'`],
  ['51 clauses', Array.from({ length: 51 }, () => "name = 'a'").join(' AND ')],
  ['a filter that breaks off', "name = 'a"],
  ['an unknown field', "colour = 'red'"],
  ['an unknown operator', "name ~ 'a'"],
  ['SQL', "name = 'a'; DROP TABLE event"],
])('refuses %s', async (_, filter) => {
  for (const path of ['/models', '/versions', `${model.url}/versions`]) {
    const answer = await api.request<ProblemJson>('GET', `/api/v1${path}?filter=${encodeURIComponent(filter)}`);
    expect([path, answer.status]).toEqual([path, 400]);
    expect(answer.text).not.toMatch(INSIDES);
  }
});

it.each([
  'GET /api/v1/models/',
  'POST /api/v1/models/x',
  'TRACE /api/v1/models',
  'GET //etc/passwd',
  'PUT /api/v1',
  'DELETE /api/v1/events',
])('answers %s, which is no route, with a problem document', async (line) => {
  const [method = '', path = ''] = line.split(' ');
  // fetch sends no TRACE.
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: `Bearer ${api.adminToken}` };
    const { hostname, port } = new URL(api.url);
    request({ hostname, port, path, method, headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
  expect([400, 404, 405]).toContain(status);
});
