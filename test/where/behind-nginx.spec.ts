import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { TwoProcesses } from '#testing/crash/two-processes';
import type { TestDatabase } from '#testing/database/test-cluster';
import { createTestDatabase } from '#testing/database/test-database';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { freePort } from '#testing/redis/free-port';
import { startNginx, type RunningNginx } from '#testing/where/nginx';
import { answerOf, callTls, openTls, type TlsAnswer, type TlsRequest } from '#testing/where/tls-client';

const NGINX = findPeer('nginx');
if (NGINX === null) console.log(missingPeer('nginx'));
const PAGE = readFileSync(new URL('../../docs/how-to/run-behind-a-proxy.md', import.meta.url), 'utf8');
const MIB = 1024 * 1024;

describe.skipIf(NGINX === null)('behind nginx with TLS under a path', () => {
  let database: TestDatabase;
  let artifacts: string;
  let service: TwoProcesses;
  let nginx: RunningNginx;
  let base: string;
  let origin: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    artifacts = await mkdtemp(join(tmpdir(), 'slipway-behind-'));
    const own = await freePort();
    origin = `https://localhost:${own}`;
    base = `${origin}/slipway`;
    service = await TwoProcesses.start(database.url, {
      SLIPWAY_PUBLIC_URL: base,
      SLIPWAY_TRUSTED_PROXIES: 'loopback',
      SLIPWAY_ARTIFACT_ROOT: `file:${artifacts}`,
    });
    nginx = await startNginx(NGINX ?? '', PAGE, { own, service: Number(new URL(service.apiUrl).port) });
  }, 240_000);
  afterAll(async () => {
    await nginx.stop();
    await service.stop();
    await database.drop();
    await rm(artifacts, { recursive: true, force: true });
  });

  const call = (method: string, path: string, more: TlsRequest = {}): Promise<TlsAnswer> =>
    callTls(`${base}${path}`, method, { ...more, headers: { authorization: `Bearer ${service.token}`, ...more.headers } });
  const post = (path: string, body: unknown): Promise<TlsAnswer> => call('POST', path, { body });

  it('answers with addresses that lead back through the proxy, and encoded slashes arrive as they are', async () => {
    const made = await post('/api/v1/models', { name: 'fraud ü' });
    expect([made.status, made.headers.location]).toEqual([201, `${base}/api/v1/models/fraud%20%C3%BC`]);
    expect(
      (await callTls(made.headers.location ?? '', 'GET', { headers: { authorization: `Bearer ${service.token}` } })).json,
    ).toMatchObject({ name: 'fraud ü' });
    const version = await post('/api/v1/models/fraud%20%C3%BC/versions', { source: 's3://bucket/model' });
    expect(version.headers.location).toBe(`${base}/api/v1/models/fraud%20%C3%BC/versions/1`);
    const promoted = await post('/api/v1/promotions', { model: 'fraud ü', version: 1, toStage: 'Production' });
    expect(promoted.headers.location).toBe(`${base}/api/v1/promotions/${String(promoted.json?.['id'])}`);
    expect((await call('PUT', '/api/v1/models/fraud%20%C3%BC/tags/team%2Fowner', { body: { value: 'ann' } })).status).toBeLessThan(300);
    expect((await call('GET', '/api/v1/models/fraud%20%C3%BC')).json).toMatchObject({ tags: { 'team/owner': 'ann' } });
    const missing = await call('GET', '/api/v1/models/nobody?fields=%2F');
    expect(missing.json).toMatchObject({ status: 404, type: `${base}/docs/problems/NOT_FOUND` });
    expect((await callTls(String(missing.json?.['type']), 'GET')).text).toContain('<h1>NOT_FOUND</h1>');

    await vi.waitFor(() => expect(service.receiver.received).toHaveLength(1), { timeout: 20_000 });
    const { links } = JSON.parse(service.receiver.received[0]?.body ?? '{}').data;
    expect(links).toEqual({
      model: `${base}/api/v1/models/fraud%20%C3%BC`,
      version: `${base}/api/v1/models/fraud%20%C3%BC/versions/1`,
      promotion: promoted.headers.location,
    });
  });

  it('shows the page of the API and its document under the path', async () => {
    expect((await callTls(`${origin}/slipway`, 'GET')).headers.location).toMatch(/\/slipway\/$/);
    const docs = await callTls(`${base}/docs`, 'GET');
    const page = new URL(docs.headers.location ?? '', `${base}/docs`).href;
    expect(page).toBe(`${base}/docs/api`);
    const html = (await callTls(page, 'GET')).text;
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file = '']) => new URL(file, page).href);
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect([file, (await callTls(file, 'GET')).status]).toEqual([file, 200]);
    const start = await callTls(new URL('api/start.js', page).href, 'GET');
    const [, document = ''] = /url: '([^']+)'/.exec(start.text) ?? [];
    const openapi = await callTls(new URL(document, page).href, 'GET');
    expect(openapi.json).toMatchObject({ openapi: expect.stringMatching(/^3\./) });
    const [server] = (openapi.json?.['servers'] ?? [{ url: base }]) as readonly { url: string }[];
    expect(new URL(`${(server?.url ?? '').replace(/\/$/, '')}/api/v1/version`, `${base}/openapi.json`).href).toBe(`${base}/api/v1/version`);
  });

  it('streams events as they happen, and goes on behind the last one that was seen', async () => {
    const open = async (headers: Readonly<Record<string, string>>) => {
      const request = openTls(`${base}/api/v1/events/stream`, 'GET', { headers: { authorization: `Bearer ${service.token}`, ...headers } });
      request.end();
      const response = await answerOf(request);
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', () => undefined);
      request.on('error', () => undefined);
      const seen = async (pattern: RegExp): Promise<void> => {
        await vi.waitFor(() => expect(text).toMatch(pattern), { timeout: 10_000, interval: 10 });
      };
      return { response, seen, text: () => text, close: () => request.destroy() };
    };
    const first = await open({});
    expect(first.response.headers['content-type']).toMatch(/^text\/event-stream/);
    await first.seen(/retry:/);
    for (const name of ['streamed-1', 'streamed-2']) {
      await post('/api/v1/models', { name });
      // Each arrives while the stream is open, before the next one is made.
      await first.seen(new RegExp(`"${name}"`));
    }
    const id = /id: (\S+)\n(?:event: [^\n]*\n)?data: [^\n]*"streamed-1"/.exec(first.text())?.[1] ?? '';
    expect(id).not.toBe('');
    first.close();
    const second = await open({ 'last-event-id': id });
    await second.seen(/"streamed-2"/);
    expect(second.text()).not.toContain('"streamed-1"');
    second.close();
  });

  it('passes uploads on as they come, and parts of downloads', async () => {
    await post('/api/v1/models', { name: 'large' });
    await post('/api/v1/models/large/versions', {});
    const bytes = randomBytes(24 * MIB);
    const url = `${base}/api/v1/models/large/versions/1/artifacts/model.bin`;
    const upload = openTls(url, 'PUT', {
      headers: { authorization: `Bearer ${service.token}`, 'content-type': 'application/octet-stream' },
    });
    const answer = answerOf(upload);
    upload.write(bytes.subarray(0, 16 * MIB));
    // The service holds what the proxy was given, though the upload has not ended.
    await vi.waitFor(async () => expect(await sizeOf(artifacts)).toBeGreaterThan(8 * MIB), { timeout: 20_000, interval: 20 });
    upload.end(bytes.subarray(16 * MIB));
    const put = await answer;
    put.resume();
    expect(put.statusCode).toBe(201);
    const part = await callTls(url, 'GET', {
      headers: { authorization: `Bearer ${service.token}`, range: `bytes=${9 * MIB}-${9 * MIB + 99}` },
    });
    expect([part.status, part.headers['content-range']]).toEqual([206, `bytes ${9 * MIB}-${9 * MIB + 99}/${bytes.length}`]);
    expect(part.bytes.equals(bytes.subarray(9 * MIB, 9 * MIB + 100))).toBe(true);
    const whole = await callTls(url, 'GET', { headers: { authorization: `Bearer ${service.token}` } });
    expect(whole.bytes.equals(bytes)).toBe(true);

    const sha256 = createHash('sha256')
      .update(bytes.subarray(0, 6 * MIB))
      .digest('hex');
    const begun = await post('/api/v1/models/large/versions/1/uploads', { path: 'parts.bin', size: 6 * MIB, sha256 });
    expect(begun.headers.location).toBe(`${base}/api/v1/models/large/versions/1/uploads/${String(begun.json?.['id'])}`);
    const addresses = JSON.stringify(begun.json).match(/https?:[^"]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address.startsWith(`${base}/api/v1/`)).toBe(true);
    const [part1 = ''] = addresses;
    expect(
      (await callTls(part1, 'PUT', { body: bytes.subarray(0, 6 * MIB), headers: { 'content-type': 'application/octet-stream' } })).status,
    ).toBeLessThan(300);
  });

  it('knows its own name and origin, and no other', async () => {
    const change = (headers: Readonly<Record<string, string>>): Promise<TlsAnswer> =>
      call('PUT', '/api/v1/models/large/tags/a', { body: { value: 'b' }, headers });
    expect((await change({ origin })).status).toBeLessThan(300);
    expect((await change({ origin: 'https://evil.example' })).json).toMatchObject({ status: 403, code: 'FOREIGN_ORIGIN' });
    expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await call('GET', '/api/v1/models', { headers: { host: 'evil.example' } })).status).toBe(403);
    // The proxy overwrites what clients say of themselves.
    expect((await call('GET', '/api/v1/models', { headers: { host: 'evil.example', 'x-forwarded-host': 'localhost' } })).status).toBe(403);
  });

  it('limits by the address of the client, whatever that says of itself', async () => {
    const guess = async (from: string, headers: Readonly<Record<string, string>> = {}): Promise<number> =>
      (await callTls(`${base}/api/v1/me`, 'GET', { from, headers: { authorization: 'Bearer slp_guess', ...headers } })).status;
    let status = 0;
    for (let n = 0; n < 2_000 && status !== 429; n += 1) status = await guess('127.0.0.2');
    expect(status).toBe(429);
    expect(await guess('127.0.0.2', { 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' })).toBe(429);
    expect(await guess('127.0.0.3')).toBe(401);
  });
});

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true });
  const sizes = await Promise.all(entries.map(async (entry) => (await stat(join(folder, entry)).catch(() => null))?.size ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}
