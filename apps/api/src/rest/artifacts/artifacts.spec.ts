import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVersion, type OpenVersion } from '#testing/artifacts/open-version';
import { patterned, sha256 } from '#testing/artifacts/bytes';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

interface ProblemJson {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly code: string; readonly pointer: string }[];
}

const put = (at: OpenVersion, path: string, body: Uint8Array | string, headers: Record<string, string> = {}) =>
  api.request<ProblemJson>('PUT', `${at.url}/artifacts/${path}`, { body, headers });
const base64 = (bytes: Uint8Array) => Buffer.from(sha256(bytes), 'hex').toString('base64');

it('takes files of any media type, shows the manifest, finalizes and gives them back', async () => {
  const at = await openVersion(api, 'story');
  const json = Buffer.from('{"rmse": 0.5}');
  expect(await put(at, 'metrics.json', json, { 'content-type': 'application/json' })).toMatchObject({
    status: 201,
    json: { path: 'metrics.json', size: 13, sha256: sha256(json) },
  });
  expect((await put(at, 'model/weights.bin', patterned(100_000))).status).toBe(201);
  expect((await put(at, 'model/weights.bin', patterned(100_000, 2))).status).toBe(200);
  expect((await put(at, 'empty', '')).status).toBe(201);
  expect((await api.request('GET', `${at.url}/manifest`)).json).toMatchObject({
    status: 'PENDING_REGISTRATION',
    digest: null,
    totalBytes: 100_013,
  });

  const done = await api.request<{ digest: string }>('POST', `${at.url}/finalize`);
  expect(done).toMatchObject({ status: 200, json: { status: 'READY', integrity: 'verified', algorithm: 'sha256' } });
  expect((await api.request('POST', `${at.url}/finalize`, { body: { manifestDigest: done.json.digest } })).json).toEqual(done.json);
  expect((await api.request('GET', `${at.url}/manifest`)).json).toEqual(done.json);

  const read = await fetch(`${api.url}${at.url}/artifacts/model/weights.bin`, { headers: { authorization: `Bearer ${api.adminToken}` } });
  expect(Buffer.from(await read.arrayBuffer()).equals(patterned(100_000, 2))).toBe(true);
  expect(await api.request('GET', `${at.url}/artifacts/empty`)).toMatchObject({ status: 200, text: '' });
  expect(await put(at, 'metrics.json', 'other')).toMatchObject({
    status: 409,
    json: { code: 'ARTIFACT_IMMUTABLE', model: 'story', version: 1 },
  });
  expect((await api.request('POST', `${at.url}/verify`)).json).toEqual({ integrity: 'verified', checkedBytes: 100_013, damaged: [] });
});

it('answers so that a browser saves what somebody uploaded and runs nothing of it', async () => {
  const at = await openVersion(api, 'headers');
  await put(at, 'a/evil%22%3B.html', '<script>alert(1)</script>');
  await put(at, 'notes.txt', 'hello');
  const page = await api.request('GET', `${at.url}/artifacts/a/evil%22%3B.html`);
  expect(Object.fromEntries(page.headers)).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="evil__.html"; filename*=UTF-8''evil%22%3B.html`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    'cache-control': 'private, no-cache',
    'accept-ranges': 'bytes',
  });
  const notes = await api.request('GET', `${at.url}/artifacts/notes.txt`);
  expect(notes.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect(notes.headers.get('etag')).toBe(`"${sha256(Buffer.from('hello'))}"`);
  expect(notes.headers.get('repr-digest')).toBe(`sha-256=:${base64(Buffer.from('hello'))}:`);
});

it.each([
  ['bytes=0-4', 206, '01234', 'bytes 0-4/10'],
  ['bytes=7-', 206, '789', 'bytes 7-9/10'],
  ['bytes=-2', 206, '89', 'bytes 8-9/10'],
  ['bytes=5-100', 206, '56789', 'bytes 5-9/10'],
  ['bytes=0-1,4-5', 200, '0123456789', null],
  ['bytes=4-2', 200, '0123456789', null],
  ['pages=1-2', 200, '0123456789', null],
])('answers Range %s with %i', async (range, status, text, contentRange) => {
  const at = { url: '/api/v1/models/ranges/versions/1' };
  if ((await api.request('GET', `${at.url}/artifacts/digits`)).status === 404) {
    await openVersion(api, 'ranges');
    await put(at, 'digits', '0123456789');
  }
  const answer = await api.request('GET', `${at.url}/artifacts/digits`, { headers: { range } });
  expect(answer).toMatchObject({ status, text });
  expect(answer.headers.get('content-range')).toBe(contentRange);
  expect(answer.headers.get('content-length')).toBe(String(text.length));
});

it('answers 416 to a range after the end, 304 and whole files by tags, and HEAD without bytes', async () => {
  const at = await openVersion(api, 'tags');
  await put(at, 'digits', '0123456789');
  const get = (headers: Record<string, string>) => api.request<ProblemJson>('GET', `${at.url}/artifacts/digits`, { headers });
  const outside = await get({ range: 'bytes=10-' });
  expect(outside).toMatchObject({ status: 416, json: { code: 'RANGE_NOT_SATISFIABLE', size: 10 } });
  expect([outside.headers.get('content-range'), outside.headers.get('content-disposition')]).toEqual(['bytes */10', null]);
  const etag = `"${sha256(Buffer.from('0123456789'))}"`;
  expect(await get({ 'if-none-match': `"x", W/${etag}` })).toMatchObject({ status: 304, text: '' });
  expect((await get({ 'if-none-match': '"x"' })).status).toBe(200);
  expect(await get({ range: 'bytes=0-1', 'if-range': etag })).toMatchObject({ status: 206, text: '01' });
  expect(await get({ range: 'bytes=0-1', 'if-range': '"x"' })).toMatchObject({ status: 200, text: '0123456789' });
  const head = await api.request('HEAD', `${at.url}/artifacts/digits`, { headers: { range: 'bytes=0-1' } });
  expect([head.status, head.headers.get('content-length'), head.headers.get('etag'), head.text]).toEqual([200, '10', etag, '']);
});

it.each([
  ['repr-digest', (right: string) => `sha-512=:AAAA:, sha-256=:${right}:`],
  ['content-digest', (right: string) => `sha-256=:${right}:`],
  ['digest', (right: string) => `SHA-256=${right}`],
  ['x-content-sha256', (right: string) => Buffer.from(right, 'base64').toString('hex').toUpperCase()],
])('holds the bytes against %s', async (header, write) => {
  const at = await openVersion(api, `announced ${header}`);
  const bytes = Buffer.from('the bytes');
  expect((await put(at, 'a', bytes, { [header]: write(base64(bytes)) })).status).toBe(201);
  const wrong = await put(at, 'b', bytes, { [header]: write(base64(Buffer.from('others'))) });
  expect(wrong).toMatchObject({ status: 400, json: { errors: [{ code: 'digest_mismatch' }] } });
  expect(wrong.json.errors[0]?.pointer.toLowerCase()).toBe(header);
  expect(await put(at, 'b', bytes, { [header]: write('AAAA') })).toMatchObject({ status: 400, json: { errors: [{ code: 'digest' }] } });
  expect((await api.request('GET', `${at.url}/artifacts/b`)).status).toBe(404);
});

it('takes no encoded and no partial body', async () => {
  const at = await openVersion(api, 'encoded');
  expect((await put(at, 'a', 'x', { 'content-encoding': 'gzip' })).status).toBe(415);
  expect((await put(at, 'a', 'x', { 'content-range': 'bytes 0-0/2' })).status).toBe(400);
});

it('hides what may not be read and names the missing right', async () => {
  const at = await openVersion(api, 'a-secret');
  await put(at, 'a', 'x');
  const routes = [
    ['GET', 'artifacts/a'],
    ['PUT', 'artifacts/a'],
    ['GET', 'manifest'],
    ['POST', 'finalize'],
    ['POST', 'verify'],
  ] as const;
  const foreign = await api.tokenFor('admin', 'model:b-*');
  const reader = await api.tokenFor('reader');
  for (const [method, path] of routes) {
    expect(await api.request(method, `${at.url}/${path}`, { token: foreign })).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
    const status = method === 'GET' ? 200 : 403;
    expect((await api.request(method, `${at.url}/${path}`, { token: reader })).status).toBe(status);
    expect((await api.request(method, `${at.url}/${path}`, { token: null })).status).toBe(401);
  }
  expect((await api.request('GET', `${at.url.replace('/1', '/x')}/artifacts/a`)).status).toBe(400);
  expect((await api.request('GET', `${at.url.replace('/1', '/7')}/artifacts/a`)).status).toBe(404);
});

it('describes the file routes in the API description', async () => {
  const { json } = await api.request<{ paths: Record<string, Record<string, { parameters: { name: string }[] }>> }>('GET', '/openapi.json');
  const route = json.paths['/api/v1/models/{model}/versions/{version}/artifacts/{path}'];
  expect(route?.['put']?.parameters.map((one) => one.name).sort()).toEqual(['Repr-Digest', 'model', 'path', 'version']);
});
