import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendAllThenRead } from '#testing/api/send-all-then-read';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { dropRest } from './drop-rest.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const SIZE = 24 * 1024 * 1024;
const POST = 'POST /api/v1/models HTTP/1.1';

it.each([
  ['of a length that is told', 'application/json', 413, 'BODY_TOO_LARGE'],
  ['of another type', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
])('tells a client that sends all before it reads that its body is refused: one %s', async (_, type, status, code) => {
  const head = [POST, `Content-Type: ${type}`, `Content-Length: ${SIZE}`, 'Connection: close'];
  const answer = await sendAllThenRead(
    api,
    head,
    Array.from({ length: 24 }, () => Buffer.alloc(SIZE / 24, 0x20)),
  );
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain(`"code":"${code}"`);
});

it('tells it also where the length shows only as the pieces come', async () => {
  const piece = Buffer.alloc(1024 * 1024, 0x20);
  const chunk = Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]);
  const head = [POST, 'Content-Type: application/json', 'Transfer-Encoding: chunked', 'Connection: close'];
  const answer = await sendAllThenRead(api, head, [...Array.from({ length: 24 }, () => chunk), Buffer.from('0\r\n\r\n')]);
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(answer).toContain('"code":"BODY_TOO_LARGE"');
});

it('reads no more of a refused body than its limits of size and time', async () => {
  const endless = new Readable({ read: () => void endless.push(Buffer.alloc(1_000)) });
  await dropRest(endless, { mostBytes: 10_000 });
  const stalled = new Readable({ read: () => undefined });
  await dropRest(stalled, { mostMs: 5 });
  expect([endless.readableEnded, stalled.readableEnded]).toEqual([false, false]);
  const gone = new Readable({ read: () => undefined }).destroy();
  await dropRest(gone);
});
