import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedModel } from '#testing/api/seed-model';
import { startTestApi, type TestApi } from '#testing/api/test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ env: { SLIPWAY_PUBLIC_URL: 'https://slipway.example' } });
  await seedModel(api.database, 'm', 1);
});
afterAll(() => api.close());

/** Sends bytes and reads all that comes back. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1', () => socket.write(bytes));
    let got = '';
    socket.on('data', (chunk) => (got += chunk.toString()));
    socket.on('end', () => resolve(got));
    socket.on('error', reject);
  });

describe('every answer', () => {
  it.each([
    ['GET', '/api/v1/models', 200],
    ['GET', '/api/v1/models/m', 200],
    ['GET', '/api/v1/models/none', 404],
    ['GET', '/none', 404],
    ['POST', '/api/v1/models', 400],
    ['GET', '/openapi.json', 200],
    ['GET', '/docs/api', 200],
    ['GET', '/docs/problems/NOT_FOUND', 200],
    ['GET', '/livez', 200],
    ['GET', '/readyz', 200],
    ['GET', '/metrics', 200],
    ['GET', '/api/v1/version', 200],
    ['GET', '/api/v1/audit/key', 200],
    ['OPTIONS', '/api/v1/models', 404],
    ['TRACE', '/api/v1/models', 404],
  ] as const)('to %s %s tells browsers to run, frame, guess, embed and keep nothing (%i)', async (method, path, status) => {
    const headers = `host: localhost\r\nauthorization: Bearer ${api.adminToken}\r\ncontent-length: 0\r\norigin: http://localhost`;
    const answer = await raw(`${method} ${path} HTTP/1.1\r\n${headers}\r\nconnection: close\r\n\r\n`);
    const [head = ''] = answer.toLowerCase().split('\r\n\r\n', 1);
    expect(head).toMatch(new RegExp(`^http/1.1 ${status} `));
    expect(head).toMatch(/content-security-policy: default-src 'none'/);
    expect(head).toMatch(/content-security-policy: .*base-uri 'none'/);
    expect(head).toMatch(/content-security-policy: .*frame-ancestors 'none'/);
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toContain('referrer-policy: no-referrer');
    expect(head).toContain('cross-origin-resource-policy: same-origin');
    expect(head).toContain('strict-transport-security: max-age=31536000');
    expect(head).toMatch(/cache-control: .*no-store/);
    // No other site may read anything, and there is nothing that a browser would send along by itself.
    expect(head).not.toMatch(/access-control-|set-cookie|server:|x-powered-by/);
    expect(head).toMatch(/content-type: (application\/(problem\+)?json|text\/html|text\/plain|application\/x-pem-file)/);
  });

  it('has no HSTS where the public URL is not https', async () => {
    const plain = await startTestApi();
    const { headers } = await plain.request('GET', '/livez');
    await plain.close();
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('what the HTTP parser refuses', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['two lengths', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nxx'],
    [
      'a length and chunks (smuggling)',
      'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['chunks that are not last (smuggling)', 'POST / HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a header of 100 KB', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['a header name with a blank', 'GET / HTTP/1.1\r\nhost : localhost\r\n\r\n'],
    ['a folded header', 'GET / HTTP/1.1\r\nhost: localhost\r\n x: y\r\n\r\n'],
    ['two hosts', 'GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.test\r\nconnection: close\r\n\r\n'],
  ])('is 400 as a problem document and ends the connection: %s', async (_what, bytes) => {
    const answer = await raw(bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n', 2);
    expect(head).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: expect.any(Number), requestId: expect.stringMatching(/^req_/) });
    expect(answer.match(/HTTP\/1\.1 \d/g)).toHaveLength(1);
  });

  it('is not a filter of 8 KB that needs percent signs', async () => {
    const filter = `name = '${'%20'.repeat(100)}${encodeURIComponent('ä'.repeat(3_900))}'`;
    expect(filter.length).toBeGreaterThan(20_000);
    expect((await api.request('GET', `/api/v1/models?filter=${filter}`)).status).toBe(200);
  });
});
