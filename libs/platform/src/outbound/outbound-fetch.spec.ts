import { createServer, type IncomingMessage } from 'node:http';
import { connect as connectTcp, type AddressInfo, type Socket } from 'node:net';
import { Octokit } from 'octokit';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { clientFor, endHarness, failureOf, freePort, LOOPBACK, serve, serveTls } from '#testing/outbound/outbound-harness';
import { LOOPBACK_CERTIFICATE } from '#testing/outbound/loopback-certificate';
import { outboundFetch } from './outbound-fetch.js';

afterEach(endHarness);

const LIMITS = { deadlineMs: 1_000, maxBytes: 1_000_000 };

/** A forward proxy that tunnels everything to one port and records what was asked for. */
async function startProxy(towards: number): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer().on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(request.url ?? '');
    const upstream = connectTcp(towards, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [socket, upstream]) each.on('error', () => undefined);
    onTestFinished(() => void upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

it('serves Octokit: JSON both ways, headers, url, 204, errors', async () => {
  const port = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.url === '/user')
        return void response
          .writeHead(200, { 'content-type': 'application/json', 'x-seen': request.headers.authorization })
          .end('{"login":"octo"}');
      if (request.url?.endsWith('/dispatches'))
        return void response.writeHead(Buffer.concat(chunks).toString() === '{"ref":"main"}' ? 204 : 400).end();
      return void response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}');
    });
  });
  const octokit = new Octokit({
    auth: 't0ken',
    baseUrl: `http://127.0.0.1:${port}`,
    request: { fetch: outboundFetch(clientFor(LOOPBACK), LIMITS) },
  });
  const user = await octokit.request('GET /user');
  expect(user).toMatchObject({
    status: 200,
    url: `http://127.0.0.1:${port}/user`,
    data: { login: 'octo' },
    headers: { 'x-seen': 'token t0ken' },
  });
  const dispatched = await octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
    owner: 'o',
    repo: 'r',
    workflow_id: 'd.yml',
    ref: 'main',
  });
  expect(dispatched.status).toBe(204);
  await expect(octokit.request('GET /nowhere')).rejects.toMatchObject({ status: 404 });
});

it('obeys the address policy, the size limit and the deadline', async () => {
  const port = await serve((request, response) => void (request.url === '/big' ? response.end('x'.repeat(5_000)) : response.write('x')));
  expect(await failureOf(outboundFetch(clientFor(''), LIMITS)(`http://127.0.0.1:${port}/`))).toMatchObject({
    errorClass: 'blocked_address',
  });
  const fetch = outboundFetch(clientFor(LOOPBACK), { deadlineMs: 300, maxBytes: 4_999 });
  expect(await failureOf(fetch(new URL(`http://127.0.0.1:${port}/big`)))).toMatchObject({ errorClass: 'too_large' });
  expect(await failureOf(fetch(`http://127.0.0.1:${port}/slow`))).toMatchObject({ errorClass: 'body_timeout' });
});

it('rejects with the reason of the signal of the caller', async () => {
  const port = await serve(() => undefined);
  const reason = new Error('no longer wanted');
  await expect(outboundFetch(clientFor(LOOPBACK), LIMITS)(`http://127.0.0.1:${port}/`, { signal: AbortSignal.abort(reason) })).rejects.toBe(
    reason,
  );
});

it('tunnels https through HTTPS_PROXY, where the address stays unknown, and still refuses forbidden literals', async () => {
  const port = await serveTls((_request, response) => void response.end('behind the proxy'));
  const proxy = await startProxy(port);
  const client = clientFor('', { httpsProxy: proxy.url, ca: LOOPBACK_CERTIFICATE });
  const answer = await client.request({ url: 'https://receiver.example/hook', method: 'POST', body: '{}', deadlineMs: 1_000 });
  expect(answer).toMatchObject({ status: 200, resolvedIp: null, publicAddress: false });
  expect(proxy.asked).toEqual(['receiver.example:443']);
  expect(await failureOf(client.request({ url: 'https://169.254.169.254/', method: 'GET', deadlineMs: 1_000 }))).toMatchObject({
    errorClass: 'blocked_address',
  });
});

it('goes straight for hosts in NO_PROXY and for http', async () => {
  const secure = await serveTls((_request, response) => void response.end('direct'));
  const plain = await serve((_request, response) => void response.end('direct'));
  const proxy = await startProxy(secure);
  const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
  const client = clientFor(LOOPBACK, { httpsProxy: proxy.url, noProxy: '.example', ca: LOOPBACK_CERTIFICATE, resolve });
  expect(await client.request({ url: `https://receiver.example:${secure}/`, method: 'GET', deadlineMs: 1_000 })).toMatchObject({
    status: 200,
    resolvedIp: '127.0.0.1',
  });
  expect(await client.request({ url: `http://other.test:${plain}/`, method: 'GET', deadlineMs: 1_000 })).toMatchObject({
    status: 200,
    resolvedIp: '127.0.0.1',
  });
  expect(proxy.asked).toEqual([]);
});

it('says what a proxy refuses, and that it is not there', async () => {
  const refusing = createServer().on('connect', (_request: IncomingMessage, socket: Socket) =>
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
  );
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void refusing.close());
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}`;
  const call = (httpsProxy: string) =>
    failureOf(clientFor('', { httpsProxy }).request({ url: 'https://receiver.example/', method: 'GET', deadlineMs: 1_000 }));
  expect(await call(url)).toMatchObject({ errorClass: 'protocol', message: expect.stringContaining('403') });
  expect(await call(`http://127.0.0.1:${await freePort()}`)).toMatchObject({ errorClass: 'connect_refused' });
});
