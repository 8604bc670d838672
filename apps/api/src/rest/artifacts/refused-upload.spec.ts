import { afterAll, beforeAll, expect, it } from 'vitest';
import { openVersion } from '#testing/artifacts/open-version';
import { sendAllThenRead } from '#testing/api/send-all-then-read';
import { startTestApi, type TestApi } from '#testing/api/test-api';

/** More than the buffers of both sides hold together. */
const SIZE = 24 * 1024 * 1024;
const BODY = Array.from({ length: 24 }, () => Buffer.alloc(SIZE / 24, 7));

let api: TestApi;
let open: string;
let closed: string;
beforeAll(async () => {
  api = await startTestApi();
  open = new URL((await openVersion(api, 'open')).url, api.url).pathname;
  closed = new URL((await openVersion(api, 'closed')).url, api.url).pathname;
  expect((await api.request('PUT', `${closed}/artifacts/a.bin`, { body: 'a' })).status).toBe(201);
  expect((await api.request('POST', `${closed}/finalize`, { body: {} })).status).toBe(200);
});
afterAll(() => api.close());

/** With `Connection: close` the connection ends with the answer; over unread bytes it would be reset, and the answer lost. */
it.each([
  ['before any of it is read', () => [`PUT ${open}/artifacts/b.bin HTTP/1.1`, 'Content-Encoding: gzip'], 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ['because the version is complete', () => [`PUT ${closed}/artifacts/b.bin HTTP/1.1`], 409, 'ARTIFACT_IMMUTABLE'],
  ['after all of it', () => [`PUT ${open}/artifacts/b.bin HTTP/1.1`, `Digest: sha-256=${'A'.repeat(43)}=`], 400, 'INVALID_ARGUMENT'],
])('tells a client that sends all before it reads why its upload is refused: %s', async (_, head, status, code) => {
  const more = ['Content-Type: application/octet-stream', `Content-Length: ${SIZE}`, 'Connection: close'];
  const answer = await sendAllThenRead(api, [...head(), ...more], BODY);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain(`"code":"${code}"`);
});
