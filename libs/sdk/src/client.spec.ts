import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';
import { createSlipwayClient } from './client.js';
import { paginate } from './paginate.js';
import { ProblemError } from './problem-error.js';
import { waitFor, WaitTimeoutError } from './wait-for.js';

async function start(): Promise<TestApi> {
  const api = await startTestApi();
  onTestFinished(() => api.close());
  return api;
}

/** A server that answers by a script: each request gets the next answer. */
async function scripted(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    request.resume();
    (answers[Math.min(seen.length, answers.length) - 1] ?? answers[0])?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const status =
  (code: number, headers = {}) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(code, headers).end('{}');
const post = { body: { model: 'm', version: 1, toStage: 'Staging' } };

it('promotes, reads and pages through the real service', async () => {
  const api = await start();
  await seedModel(api.database, 'churn', 3);
  const client = createSlipwayClient({ url: `${api.url}/`, token: api.adminToken, client: 'spec' });
  for (const version of [1, 2, 3]) {
    const { data } = await client.POST('/api/v1/promotions', { body: { model: 'churn', version, toStage: 'Staging' } });
    expect(data).toMatchObject({ version, client: 'spec' });
  }
  const versions: number[] = [];
  const list = (page: { cursor?: string }) => client.GET('/api/v1/promotions', { params: { query: { limit: 2, ...page } } });
  for await (const promotion of paginate(list)) versions.push(promotion.version);
  expect(versions).toEqual([3, 2, 1]);
});

it('throws problems with their code, reasons and request id', async () => {
  const api = await start();
  const client = createSlipwayClient({ url: api.url, token: api.adminToken });
  const failed = client.GET('/api/v1/promotions/{id}', { params: { path: { id: 'prm_none' } } });
  await expect(failed).rejects.toMatchObject({
    name: 'ProblemError',
    status: 404,
    code: 'NOT_FOUND',
    requestId: expect.stringMatching(/^req_/),
  });
  const wrong = client.POST('/api/v1/promotions', { body: { model: '', version: 1, toStage: 'x' } });
  await expect(wrong).rejects.toMatchObject({ errors: [{ pointer: '/model' }] });
});

it('repeats after 429 and 503 under one idempotency key', async () => {
  const server = await scripted(
    status(503, { 'retry-after': '0' }),
    status(429, { 'retry-after': '0' }),
    status(201, { 'content-type': 'application/json' }),
  );
  await createSlipwayClient({ url: server.url }).POST('/api/v1/promotions', post);
  const keys = server.seen.map((request) => request.headers['idempotency-key']);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
});

it('repeats after a connection that broke off', async () => {
  const server = await scripted((request) => request.socket.destroy(), status(201, { 'content-type': 'application/json' }));
  await createSlipwayClient({ url: server.url }).POST('/api/v1/promotions', post);
  expect(server.seen).toHaveLength(2);
});

it('gives up after its repeats, when the wait would be too long, and at once on what will not pass', async () => {
  const busy = await scripted(status(503, { 'retry-after': '0' }));
  await expect(createSlipwayClient({ url: busy.url, retries: 2 }).GET('/api/v1/version')).rejects.toBeInstanceOf(ProblemError);
  expect(busy.seen).toHaveLength(3);
  const long = await scripted(status(429, { 'retry-after': '3600' }));
  await expect(createSlipwayClient({ url: long.url }).GET('/api/v1/version')).rejects.toMatchObject({ status: 429 });
  expect(long.seen).toHaveLength(1);
  const refused = await scripted(status(422));
  await expect(createSlipwayClient({ url: refused.url }).POST('/api/v1/promotions', post)).rejects.toMatchObject({
    status: 422,
    code: 'UNKNOWN',
  });
  expect(refused.seen).toHaveLength(1);
});

it('waits for what it is told to and says what it saw last', async () => {
  let looks = 0;
  const look = () => Promise.resolve((looks += 1));
  expect(await waitFor(look, (seen) => seen === 3, { timeoutMs: 5_000, intervalMs: 1 })).toBe(3);
  await expect(waitFor(look, () => false, { timeoutMs: 5, intervalMs: 1 })).rejects.toBeInstanceOf(WaitTimeoutError);
  const aborted = AbortSignal.abort(new Error('stop'));
  await expect(waitFor(look, () => false, { timeoutMs: 5_000, signal: aborted })).rejects.toThrow('stop');
});
