import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { patterned, sha256 } from '#testing/artifacts/bytes';
import { openVersion } from '#testing/artifacts/open-version';
import { completed, putTo, type ShownProblem, type ShownUpload } from '#testing/artifacts/upload-by-parts';

const MIB = 1024 * 1024;
const PART = 8 * MIB;
const bytes = patterned(2 * PART + 1_000);
const FILE = { path: 'model/weights.bin', size: bytes.length, sha256: sha256(bytes), partSize: PART };

let api: TestApi;
let version: string;
let count = 0;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  count += 1;
  version = (await openVersion(api, `uploads-${count}`)).url;
});

const partOf = (number: number) => bytes.subarray((number - 1) * PART, number * PART);

async function begun(body: object = FILE): Promise<{ readonly url: string; readonly upload: ShownUpload }> {
  const answer = await api.request<ShownUpload>('POST', `${version}/uploads`, { body });
  expect([answer.status, answer.text]).toEqual([201, expect.any(String)]);
  return { url: answer.headers.get('location') ?? '', upload: answer.json };
}

async function sendAll(upload: ShownUpload): Promise<void> {
  for (const part of upload.parts) expect((await putTo(part.url, partOf(part.number))).status).toBe(200);
}

it('makes a file of parts that come in any order without a credential', async () => {
  const { url, upload } = await begun();
  expect(upload).toMatchObject({ state: 'open', partSize: PART, partCount: 3, arrivedParts: 0, nextAfter: null });
  expect(upload.parts.map(({ number, size, arrived }) => [number, size, arrived])).toEqual([
    [1, PART, false],
    [2, PART, false],
    [3, 1_000, false],
  ]);
  for (const part of [...upload.parts].reverse()) {
    const answer = await putTo(part.url, partOf(part.number));
    const digest = sha256(partOf(part.number));
    expect([answer.status, answer.headers.get('etag')]).toEqual([200, `"${digest}"`]);
    expect(await answer.json()).toEqual({ number: part.number, size: part.size, sha256: digest });
  }
  expect((await api.request('GET', `${version}/artifacts/${FILE.path}`)).status).toBe(404);
  const done = await completed(api, url);
  expect([done.status, done.json]).toEqual([200, expect.objectContaining({ state: 'completed', sha256: FILE.sha256, parts: [] })]);
  const file = await fetch(`${api.url}${version}/artifacts/${FILE.path}`, { headers: { authorization: `Bearer ${api.adminToken}` } });
  expect(sha256(new Uint8Array(await file.arrayBuffer()))).toBe(FILE.sha256);
  const range = { authorization: `Bearer ${api.adminToken}`, range: `bytes=${PART - 5}-${PART + 4}` };
  const middle = await fetch(`${api.url}${version}/artifacts/${FILE.path}`, { headers: range });
  expect([middle.status, sha256(new Uint8Array(await middle.arrayBuffer()))]).toEqual([206, sha256(bytes.subarray(PART - 5, PART + 5))]);
  const manifest = await api.request('POST', `${version}/finalize`, { body: {} });
  expect(manifest.json).toMatchObject({ status: 'READY', files: [{ path: FILE.path, size: FILE.size, sha256: FILE.sha256 }] });
});

it('shows what has arrived, and goes on from there', async () => {
  const { url, upload } = await begun();
  await putTo(upload.parts[1]?.url, partOf(2));
  const shown = (await api.request<ShownUpload>('GET', url)).json;
  expect(shown).toMatchObject({ arrivedParts: 1, arrivedBytes: PART });
  expect(shown.parts.map((part) => [part.arrived, part.url === null])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
  const page = (await api.request<ShownUpload>('GET', `${url}?missing=true&limit=1`)).json;
  expect([page.parts.map(({ number }) => number), page.nextAfter]).toEqual([[1], 1]);
  const next = (await api.request<ShownUpload>('GET', `${url}?missing=true&limit=1&after=1`)).json;
  expect([next.parts.map(({ number }) => number), next.nextAfter]).toEqual([[3], null]);
  const early = await api.request<ShownProblem>('POST', `${url}/complete`);
  expect([early.status, early.json.code, early.json.missing]).toEqual([409, 'INVALID_STATE', [1, 3]]);
  await sendAll(shown.parts.filter(({ arrived }) => !arrived).length === 2 ? { ...shown, parts: [...page.parts, ...next.parts] } : shown);
  expect((await completed(api, url)).status).toBe(200);
});

it('answers the same to every repeat of complete, and takes nothing after it', async () => {
  const { url, upload } = await begun();
  await sendAll(upload);
  const answers = await Promise.all([completed(api, url), completed(api, url), completed(api, url)]);
  expect(answers.map(({ status, json }) => [status, json.state])).toEqual(Array(3).fill([200, 'completed']));
  const again = await completed(api, url);
  expect([again.status, again.json.state]).toEqual([200, 'completed']);
  const late = await putTo(upload.parts[0]?.url, partOf(1));
  expect([late.status, (await late.json()) as ShownProblem]).toEqual([409, expect.objectContaining({ code: 'INVALID_STATE' })]);
  const abort = await api.request<ShownProblem>('DELETE', url);
  expect([abort.status, abort.json.code]).toEqual([409, 'INVALID_STATE']);
  const { items } = (await api.request<{ items: { action: string }[] }>('GET', '/api/v1/audit?limit=10')).json;
  expect(items.slice(0, 2).map(({ action }) => action)).toEqual(['artifact.upload', 'upload.begin']);
});

it('takes a part again, and the last one counts', async () => {
  const { url, upload } = await begun();
  await putTo(upload.parts[0]?.url, patterned(PART, 99));
  await sendAll(upload);
  await putTo(upload.parts[0]?.url, partOf(1));
  expect((await api.request<ShownUpload>('GET', url)).json.arrivedBytes).toBe(FILE.size);
  expect((await completed(api, url)).status).toBe(200);
});

it('drops an upload whose bytes are not the announced ones', async () => {
  const { url, upload } = await begun();
  await sendAll(upload);
  await putTo(upload.parts[0]?.url, patterned(PART, 99));
  const refused = await completed(api, url);
  expect([refused.status, refused.json.errors?.[0]?.code]).toEqual([400, 'digest_mismatch']);
  expect((await api.request<ShownUpload>('GET', url)).json).toMatchObject({
    state: 'aborted',
    failure: expect.stringContaining('SHA-256'),
  });
  expect((await completed(api, url)).status).toBe(409);
});

it('refuses a part of another size or digest, before and after its bytes', async () => {
  const { upload, url } = await begun();
  const address = upload.parts[2]?.url;
  const short = await putTo(address, partOf(3).subarray(1));
  expect([short.status, ((await short.json()) as ShownProblem).errors?.[0]?.code]).toEqual([400, 'size_mismatch']);
  const long = await putTo(address, partOf(2));
  expect([long.status, ((await long.json()) as ShownProblem).errors?.[0]?.code]).toEqual([400, 'size_mismatch']);
  const wrong = await putTo(address, partOf(3), { 'x-content-sha256': sha256(partOf(1)) });
  expect([wrong.status, ((await wrong.json()) as ShownProblem).errors?.[0]?.code]).toEqual([400, 'digest_mismatch']);
  async function* chunked() {
    yield partOf(3);
    yield partOf(3);
  }
  const endless = await fetch(address ?? '', { method: 'PUT', body: ReadableStream.from(chunked()), duplex: 'half' } as RequestInit);
  expect([endless.status, ((await endless.json()) as ShownProblem).errors?.[0]?.code]).toEqual([400, 'size_mismatch']);
  expect((await api.request<ShownUpload>('GET', url)).json.arrivedParts).toBe(0);
});

it('lets a signed address do exactly one thing', async () => {
  const { upload } = await begun();
  const other = await begun();
  const [first = { url: null }] = upload.parts;
  const address = first.url ?? '';
  const tampered = [
    address.replace('/parts/1?', '/parts/2?'),
    address.replace(upload.id, other.upload.id),
    address.replace(`size=${PART}`, 'size=1000'),
    address.replace(/expires=\d+/, 'expires=9999999999'),
    address.replace(/&signature=.*/, '&signature=AAAA'),
    address.replace(/expires=\d+&/, ''),
  ];
  for (const url of tampered) expect([url, (await putTo(url, partOf(1))).status]).toEqual([url, 403]);
  expect((await putTo(address.replace(/&signature=.*/, ''), partOf(1))).status).toBe(401);
  expect((await fetch(address)).status).toBe(404);
  expect((await fetch(address.replace('/parts/1', ''))).status).toBe(401);
  expect((await putTo(address, partOf(1))).status).toBe(200);
  // Sent again after the end of the upload it does nothing more.
  expect((await api.request('DELETE', `${version}/uploads/${upload.id}`)).status).toBe(204);
  expect((await putTo(address, partOf(1))).status).toBe(409);
  const signature = new URL(address).searchParams.get('signature') ?? '';
  expect(signature).toMatch(/^[\w-]{43}$/);
  expect(api.log()).not.toContain(signature);
});

it.each([
  ['an empty file', { size: 0 }, 400],
  ['more than 5 TiB', { size: 5 * 1024 ** 4 + 1 }, 400],
  ['parts of no multiple of 8 MiB', { partSize: PART + 1 }, 400],
  ['too many parts', { size: 10_001 * PART }, 400],
  ['no digest', { sha256: 'abc' }, 400],
  ['a path that leads out', { path: '../x' }, 400],
  ['more than the disk has', { size: 5 * 1024 ** 4, partSize: undefined }, 507],
])('refuses to begin with %s', async (_, change, status) => {
  const answer = await api.request('POST', `${version}/uploads`, { body: { ...FILE, ...change } });
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
});

it('refuses a path that collides, a version that is registered, and whoever may not write', async () => {
  await api.request('PUT', `${version}/artifacts/Model/Weights.bin`, { body: 'x' });
  const taken = await api.request<ShownProblem>('POST', `${version}/uploads`, { body: FILE });
  expect([taken.status, taken.json.errors?.[0]?.code]).toEqual([400, 'artifact_collision']);
  const { url, upload } = await begun({ ...FILE, path: 'other.bin' });
  expect((await api.request('POST', `${version}/uploads`, { body: FILE, token: await api.tokenFor('reader') })).status).toBe(403);
  expect((await api.request('GET', url, { token: await api.tokenFor('reader') })).status).toBe(403);
  await sendAll(upload);
  await api.request('POST', `${version}/finalize`, { body: {} });
  expect((await putTo(upload.parts[0]?.url, partOf(1))).status).toBe(409);
  const late = await completed(api, url);
  expect([late.status, late.json.code]).toEqual([409, 'ARTIFACT_IMMUTABLE']);
  const another = await api.request<ShownProblem>('POST', `${version}/uploads`, { body: FILE });
  expect([another.status, another.json.code]).toEqual([409, 'ARTIFACT_IMMUTABLE']);
});

it('forgets an upload that is given up', async () => {
  const { url, upload } = await begun();
  await putTo(upload.parts[0]?.url, partOf(1));
  expect((await api.request('DELETE', url)).status).toBe(204);
  expect((await api.request('DELETE', url)).status).toBe(204);
  expect((await api.request<ShownUpload>('GET', url)).json).toMatchObject({ state: 'aborted', arrivedParts: 0 });
  const late = await putTo(upload.parts[0]?.url, partOf(1));
  expect(late.status).toBe(409);
});

it('begins one upload under one Idempotency-Key', async () => {
  const headers = { 'idempotency-key': 'once' };
  const first = await api.request<ShownUpload>('POST', `${version}/uploads`, { body: FILE, headers });
  const second = await api.request<ShownUpload>('POST', `${version}/uploads`, { body: FILE, headers });
  expect([second.status, second.json.id, second.headers.get('idempotent-replayed')]).toEqual([201, first.json.id, 'true']);
  const other = await api.request('POST', `${version}/uploads`, { body: { ...FILE, path: 'x' }, headers });
  expect(other.status).toBe(422);
});
