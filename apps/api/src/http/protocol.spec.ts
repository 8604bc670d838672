import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';

interface ProblemJson {
  readonly type: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly pointer?: string; readonly code: string }[];
}

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.request<ProblemJson>('POST', '/api/v1/promotions', { body, headers });
const fine = { model: 'm', version: 1, toStage: 'Staging' };

it.each([
  ['a text for a number', { ...fine, version: '1' }, '/version', 'int'],
  ['a fraction', { ...fine, version: 1.5 }, '/version', 'int'],
  ['a missing field', { version: 1, toStage: 'Staging' }, '/model', 'required'],
  ['null where it is no value', { ...fine, reason: null }, '/reason', 'text'],
  ['an unknown field', { ...fine, 'a/b': 1 }, '/a~1b', 'unknown_field'],
  ['a text with NUL', { ...fine, reason: 'a\u0000b' }, '/reason', 'text'],
  ['a lone surrogate', { ...fine, reason: '\ud800' }, '/reason', 'text'],
])('refuses %s with a pointer to it', async (_, body, pointer, code) => {
  expect(await post(body)).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT', errors: [{ pointer, code }] } });
});

it.each([
  ['no body', undefined, 400, 'INVALID_ARGUMENT'],
  ['a list', '[]', 400, 'INVALID_ARGUMENT'],
  ['null', 'null', 400, 'INVALID_ARGUMENT'],
  ['an empty body', ' ', 400, 'INVALID_ARGUMENT'],
  ['broken JSON', '{"model": }', 400, 'INVALID_ARGUMENT'],
  ['a key that reaches for the prototype', '{"__proto__": {}}', 400, 'INVALID_ARGUMENT'],
  ['33 levels', `{"reason": ${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'INVALID_ARGUMENT'],
  ['more than 4 MB', JSON.stringify({ ...fine, reason: 'x'.repeat(4 * 1024 * 1024) }), 413, 'BODY_TOO_LARGE'],
])('answers %s as it should', async (_, body, status, code) => {
  expect(await post(body, JSON_TYPE)).toMatchObject({ status, json: { code } });
});

it('says at which line and column a body stops being JSON', async () => {
  expect(await post('{\n  "model": oops\n}', JSON_TYPE)).toMatchObject({ json: { line: 2, column: 12 } });
});

it('refuses a body that is not UTF-8', async () => {
  expect(await post(new Uint8Array([0x22, 0xff, 0x22]), JSON_TYPE)).toMatchObject({ status: 400, json: { errors: [{ code: 'utf8' }] } });
});

it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', 'application/problem+json'])(
  'takes no %s',
  async (type) => {
    expect(await post('{}', { 'content-type': type })).toMatchObject({ status: 415, json: { code: 'UNSUPPORTED_MEDIA_TYPE' } });
  },
);

it.each(['json', ''])('says what to send instead of the type "%s"', async (type) => {
  const answer = await post('{}', { 'content-type': type });
  expect(answer).toMatchObject({
    status: 415,
    json: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: expect.stringContaining('application/json') },
  });
});

it('takes no encoded body, and says so instead of calling it no JSON', async () => {
  const answer = await post(gzipSync('{}'), { ...JSON_TYPE, 'content-encoding': 'gzip' });
  expect(answer).toMatchObject({ status: 415, json: { detail: expect.stringContaining('Content-Encoding "gzip"') } });
});

it('refuses a request that names two hosts', async () => {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.write('GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
  let text = '';
  for await (const bytes of socket) text += String(bytes);
  expect(text).toMatch(/^HTTP\/1.1 400 /);
  expect(text).toContain('A request names one Host.');
});

it.each(['limit=abc', 'limit=0', 'limit=1001', 'limit=1e2', 'limit=1&limit=2', 'state=open', 'wrong=1', 'cursor=nonsense'])(
  'refuses the query %s and names the parameter',
  async (query) => {
    const answer = await api.request<ProblemJson>('GET', `/api/v1/promotions?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.json.errors?.[0]?.pointer).toBe(query.split('=', 1)[0]);
  },
);

it('answers problem documents whose type is a page that exists', async () => {
  const answer = await api.request<ProblemJson>('GET', '/api/v1/nowhere?x=1');
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.json).toEqual({
    type: '/docs/problems/ROUTE_NOT_FOUND',
    title: 'No such route',
    status: 404,
    detail: expect.any(String),
    instance: '/api/v1/nowhere',
    code: 'ROUTE_NOT_FOUND',
    requestId: expect.stringMatching(/^req_/),
  });
  expect((await api.request('GET', answer.json.type, { token: null })).status).toBe(200);
});

it.each(['/api/v1/promotions/%00', '/api/v1/promotions/%ff', `/api/v1/promotions/${'x'.repeat(5_000)}`])(
  'answers the malformed address %.40s with a problem document',
  async (path) => {
    const answer = await api.request<ProblemJson>('GET', path);
    expect(answer).toMatchObject({ status: 400, json: { code: 'INVALID_ARGUMENT' } });
  },
);

it('takes a path parameter of 4,096 characters', async () => {
  expect((await api.request('GET', `/api/v1/promotions/${'x'.repeat(4_096)}`)).status).toBe(404);
});

it('echoes a sane request id and makes one otherwise', async () => {
  const echoed = await api.request('GET', '/livez', { headers: { 'x-request-id': 'trace-1.2:3' } });
  expect(echoed.headers.get('x-request-id')).toBe('trace-1.2:3');
  for (const bad of ['with space', '<b>', 'x'.repeat(129)]) {
    const made = await api.request('GET', '/livez', { headers: { 'x-request-id': bad } });
    expect(made.headers.get('x-request-id')).toMatch(/^req_\w+$/);
  }
});

it.each([
  ['GET', { host: 'evil.example' }, 403],
  ['POST', { origin: 'https://evil.example' }, 403],
  ['POST', { 'sec-fetch-site': 'cross-site' }, 403],
  ['GET', { origin: 'https://evil.example' }, 200],
])('answers %s with %j by %i', async (method, headers, status) => {
  const { port } = new URL(api.url);
  const all = Object.entries({ host: `127.0.0.1:${port}`, authorization: `Bearer ${api.adminToken}`, ...headers });
  const head = `${method} /api/v1/promotions HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}connection: close\r\n\r\n`;
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(head));
    let got = '';
    socket.on('data', (data) => (got += data.toString()));
    socket.on('end', () => resolve(got));
    socket.on('error', reject);
  });
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  if (status === 403) expect(text).toContain('FOREIGN_ORIGIN');
});
