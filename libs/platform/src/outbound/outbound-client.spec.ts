import { afterEach, expect, it } from 'vitest';
import { clientFor, endHarness, failureOf, freePort, LOOPBACK, serve, serveTcp, serveTls } from '#testing/outbound/outbound-harness';
import { LOOPBACK_CERTIFICATE } from '#testing/outbound/loopback-certificate';

afterEach(endHarness);

const DEADLINE = 500;
const get = (url: string) => ({ url, method: 'GET', deadlineMs: DEADLINE }) as const;

it('answers status, headers, body, address and duration', async () => {
  const port = await serve((request, response) => {
    request
      .resume()
      .on('end', () =>
        response.writeHead(201, { 'X-Kind': 'test' }).end(`${request.method} ${request.url} ${String(request.headers['x-in'])}`),
      );
  });
  const answer = await clientFor(LOOPBACK).request({
    ...get(`http://127.0.0.1:${port}/a?b=c#d`),
    method: 'POST',
    headers: { 'x-in': 'y' },
    body: 'hello',
  });
  expect(answer).toMatchObject({ status: 201, truncated: false, resolvedIp: '127.0.0.1', publicAddress: false });
  expect(answer.headers['x-kind']).toBe('test');
  expect(Buffer.from(answer.body).toString()).toBe('POST /a?b=c y');
  expect(answer.durationMs).toBeGreaterThan(0);
});

it('keeps connections alive and reuses them', async () => {
  const ports = new Set<number | undefined>();
  const port = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('ok');
  });
  const client = clientFor(LOOPBACK);
  for (let round = 0; round < 5; round += 1) await client.request(get(`http://127.0.0.1:${port}/`));
  // undici counts a connection as busy until just after the answer was handed over, so a second one may be opened; never one each.
  expect(ports.size).toBeLessThanOrEqual(2);
});

it('opens no more connections to an origin than allowed, and serves all requests', async () => {
  const sockets = new Set<unknown>();
  const port = await serve((request, response) => {
    sockets.add(request.socket);
    setImmediate(() => response.end('ok'));
  });
  const client = clientFor(LOOPBACK, { connectionsPerOrigin: 3 });
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => client.request({ ...get(`http://127.0.0.1:${port}/`), deadlineMs: 5_000 })),
  );
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  expect(sockets.size).toBeLessThanOrEqual(3);
});

it('cuts a long answer at the cap and still answers', async () => {
  const port = await serve((_request, response) => void response.end('x'.repeat(1_000_000)));
  const answer = await clientFor(LOOPBACK).request({ ...get(`http://127.0.0.1:${port}/`), maxBytes: 1_000 });
  expect(answer).toMatchObject({ status: 200, truncated: true });
  expect(answer.body.length).toBe(1_000);
});

it('breaks off an endless answer', async () => {
  let closed: () => void = () => undefined;
  const hungUp = new Promise<void>((resolve) => (closed = resolve));
  const port = await serve((_request, response) => {
    const pump = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', pump).on('close', closed);
    pump();
  });
  const answer = await clientFor(LOOPBACK).request(get(`http://127.0.0.1:${port}/`));
  expect(answer).toMatchObject({ status: 200, truncated: true });
  expect(answer.body.length).toBe(16 * 1024);
  await hungUp;
});

it('fails with too_large where the caller wants all or nothing', async () => {
  const port = await serve((_request, response) => void response.end('x'.repeat(10_000)));
  const client = clientFor(LOOPBACK);
  const failure = await failureOf(client.request({ ...get(`http://127.0.0.1:${port}/`), maxBytes: 9_999, overflow: 'fail' }));
  expect(failure).toMatchObject({ errorClass: 'too_large', status: 200 });
  const answer = await client.request({ ...get(`http://127.0.0.1:${port}/`), maxBytes: 10_000, overflow: 'fail' });
  expect(answer.body.length).toBe(10_000);
});

it.each([
  ['never answers', 'timeout', null, () => undefined],
  [
    'is silent after the headers',
    'body_timeout',
    200,
    (write: (text: string) => void) => write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
  ],
  [
    'drips its body',
    'body_timeout',
    200,
    (write: (text: string) => void) => {
      write('HTTP/1.1 200 OK\r\ncontent-length: 500000\r\n\r\n');
      setInterval(() => write('x'), 20).unref();
    },
  ],
  [
    'drips its headers',
    'timeout',
    null,
    (write: (text: string) => void) => {
      write('HTTP/1.1 200 OK\r\nx-slow: ');
      setInterval(() => write('x'), 20).unref();
    },
  ],
  ['speaks no HTTP', 'protocol', null, (write: (text: string) => void) => write('SSH-2.0-OpenSSH_9.9\r\n')],
])('ends within the deadline with its own error class where the server %s', async (_what, errorClass, status, behave) => {
  const port = await serveTcp((socket) => socket.once('data', () => behave((text) => socket.writable && socket.write(text))));
  const started = performance.now();
  const failure = await failureOf(clientFor(LOOPBACK).request(get(`http://127.0.0.1:${port}/`)));
  expect(failure).toMatchObject({ errorClass, status, resolvedIp: '127.0.0.1' });
  expect(performance.now() - started).toBeLessThan(DEADLINE + 400);
});

it('names a connection that is broken off', async () => {
  const port = await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
  expect(await failureOf(clientFor(LOOPBACK).request(get(`http://127.0.0.1:${port}/`)))).toMatchObject({
    errorClass: 'reset',
    status: null,
  });
});

it('names a refused connection, for each of many requests at once', async () => {
  const port = await freePort();
  const client = clientFor(LOOPBACK, { connectionsPerOrigin: 2 });
  const failures = await Promise.all(
    Array.from({ length: 10 }, () => failureOf(client.request({ ...get(`http://127.0.0.1:${port}/`), deadlineMs: 3_000 }))),
  );
  expect(new Set(failures.map((failure) => failure.errorClass))).toEqual(new Set(['connect_refused']));
  expect(failures[0]).toMatchObject({ resolvedIp: '127.0.0.1' });
});

it('names a name that does not resolve, and one that has no address', async () => {
  const unknown = clientFor(LOOPBACK, {
    resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })),
  });
  expect(await failureOf(unknown.request(get('https://receiver.example/')))).toMatchObject({ errorClass: 'dns' });
  const empty = clientFor(LOOPBACK, { resolve: () => Promise.resolve([]) });
  expect(await failureOf(empty.request(get('https://receiver.example/')))).toMatchObject({ errorClass: 'dns' });
});

it('ends within the deadline where the resolver hangs', async () => {
  const client = clientFor(LOOPBACK, { resolve: () => new Promise(() => undefined) });
  expect(await failureOf(client.request(get('https://receiver.example/')))).toMatchObject({ errorClass: 'connect_timeout' });
});

it('verifies certificates: a stranger is a tls error, a known one with the right name answers', async () => {
  const port = await serveTls((_request, response) => void response.end('safe'));
  expect(await failureOf(clientFor(LOOPBACK).request(get(`https://127.0.0.1:${port}/`)))).toMatchObject({ errorClass: 'tls' });
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const trusting = clientFor(LOOPBACK, { ca: LOOPBACK_CERTIFICATE, resolve });
  expect(await trusting.request(get(`https://receiver.example:${port}/`))).toMatchObject({ status: 200, resolvedIp: '127.0.0.1' });
  expect(await failureOf(trusting.request(get(`https://other.example:${port}/`)))).toMatchObject({ errorClass: 'tls' });
});

it('names https towards a server that speaks plain http a tls error', async () => {
  const port = await serve((_request, response) => void response.end());
  expect(await failureOf(clientFor(LOOPBACK).request(get(`https://127.0.0.1:${port}/`)))).toMatchObject({ errorClass: 'tls' });
});

it('gives up when the caller does', async () => {
  const port = await serveTcp((socket) => socket.once('data', () => controller.abort()));
  const controller = new AbortController();
  const client = clientFor(LOOPBACK);
  expect(await failureOf(client.request({ ...get(`http://127.0.0.1:${port}/`), signal: controller.signal }))).toMatchObject({
    errorClass: 'aborted',
  });
  expect(await failureOf(client.request({ ...get(`http://127.0.0.1:${port}/`), signal: controller.signal }))).toMatchObject({
    errorClass: 'aborted',
  });
});

it.each([
  ['connections that grew old are replaced', 20, 'keep-alive'],
  ['the server closes after each answer', 60_000, 'close'],
])('loses no request of many where %s', async (_what, connectionTtlMs, connection) => {
  const sockets = new Set<unknown>();
  const port = await serve((request, response) => {
    sockets.add(request.socket);
    response.setHeader('connection', connection).end('ok');
  });
  const client = clientFor(LOOPBACK, { connectionTtlMs, connectionsPerOrigin: 4 });
  const until = performance.now() + 300;
  const lanes = Array.from({ length: 8 }, async () => {
    while (performance.now() < until)
      expect((await client.request({ ...get(`http://127.0.0.1:${port}/`), deadlineMs: 5_000 })).status).toBe(200);
  });
  await Promise.all(lanes);
  expect(sockets.size).toBeGreaterThan(4);
});
