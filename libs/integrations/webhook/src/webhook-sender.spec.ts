import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, it } from 'vitest';
import type { SendInput } from '#application/ports/webhook-sender';
import { clientFor, endHarness, freePort, LOOPBACK, LoopbackIsPublic, serve, serveTcp, serveTls } from '#testing/outbound/outbound-harness';
import { generateWebhookSecret } from './sign.js';
import { HttpWebhookSender } from './webhook-sender.js';

afterEach(endHarness);

const SECRET = generateWebhookSecret();
const BODY = '{"id":"evt_1","type":"stage.changed","data":{"name":"é"}}';

const sender = (allow = LOOPBACK): HttpWebhookSender => new HttpWebhookSender(clientFor(allow), '1.2.3');
const publicSender = (): HttpWebhookSender => new HttpWebhookSender(clientFor('', { policy: new LoopbackIsPublic() }), '1.2.3');

function input(target: number | string, more: Partial<SendInput> = {}): SendInput {
  const url = typeof target === 'string' ? target : `http://127.0.0.1:${target}/hook`;
  return { url, secrets: [SECRET], eventId: 'evt_1', body: BODY, timestamp: new Date(), deadlineMs: 500, ...more };
}

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function receiver(
  status = 204,
  answerHeaders: Record<string, string> = {},
  answer = '',
): Promise<{ port: number; received: Received[] }> {
  const received: Received[] = [];
  const port = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, answerHeaders).end(answer);
    });
  });
  return { port, received };
}

it('delivers what a receiver can verify, byte for byte', async () => {
  const { port, received } = await receiver();
  const result = await sender().send(input(port));
  expect(result).toMatchObject({
    outcome: 'delivered',
    status: 204,
    errorClass: null,
    error: null,
    resolvedIp: '127.0.0.1',
    retryAfterMs: null,
  });
  const [call] = received;
  expect(call?.body).toBe(BODY);
  expect(call?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Slipway/1.2.3', 'webhook-id': 'evt_1' });
  const signed = {
    'webhook-id': String(call?.headers['webhook-id']),
    'webhook-timestamp': String(call?.headers['webhook-timestamp']),
    'webhook-signature': String(call?.headers['webhook-signature']),
  };
  expect(new Webhook(SECRET).verify(call?.body ?? '', signed)).toEqual(JSON.parse(BODY));
});

it('sends two signatures during a rotation, and the same id and body with a new timestamp on every attempt', async () => {
  const { port, received } = await receiver();
  const old = generateWebhookSecret();
  const at = Date.now() - 60_000;
  await sender().send(input(port, { secrets: [SECRET, old], timestamp: new Date(at) }));
  await sender().send(input(port, { secrets: [SECRET], timestamp: new Date(at + 5_000) }));
  const [first, second] = received.map(({ headers, body }) => ({
    id: headers['webhook-id'],
    time: headers['webhook-timestamp'],
    signatures: String(headers['webhook-signature']).split(' '),
    body,
  }));
  expect(first?.signatures).toHaveLength(2);
  expect(second?.signatures).toHaveLength(1);
  expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
  expect(Number(second?.time) - Number(first?.time)).toBe(5);
  expect(first?.signatures).not.toContain(second?.signatures[0]);
});

it('lets no secret and no signature into what is stored', async () => {
  const { port, received } = await receiver(500);
  const old = generateWebhookSecret();
  const result = await sender().send(input(port, { secrets: [SECRET, old] }));
  const stored = JSON.stringify(result);
  expect(result.requestHeaders).toMatchObject({ 'webhook-id': 'evt_1', 'webhook-signature': 'v1,*** v1,***' });
  const signatures = String(received[0]?.headers['webhook-signature']).split(' ');
  for (const secret of [SECRET, old, ...signatures]) expect(stored).not.toContain(secret.replace(/^(whsec_|v1,)/, ''));
});

it.each([
  [200, 'delivered', null],
  [299, 'delivered', null],
  [301, 'failed', 'redirect'],
  [304, 'failed', 'redirect'],
  [400, 'failed', 'http_4xx'],
  [404, 'failed', 'http_4xx'],
  [410, 'gone', 'gone'],
  [429, 'slow_down', 'rate_limited'],
  [500, 'failed', 'http_5xx'],
  [502, 'slow_down', 'http_5xx'],
  [503, 'failed', 'http_5xx'],
  [504, 'slow_down', 'http_5xx'],
])('takes status %i for %s (%s)', async (status, outcome, errorClass) => {
  const { port } = await receiver(status);
  expect(await sender().send(input(port))).toMatchObject({ outcome, errorClass, status });
});

it('does not follow a redirect to the metadata service', async () => {
  const { port, received } = await receiver(307, { location: 'http://169.254.169.254/latest/meta-data/' });
  expect(await sender().send(input(port))).toMatchObject({ outcome: 'failed', errorClass: 'redirect', status: 307 });
  expect(received).toHaveLength(1);
});

it('hears retry-after in seconds and as HTTP date', async () => {
  const seconds = await receiver(429, { 'retry-after': '120' });
  expect(await sender().send(input(seconds.port))).toMatchObject({ outcome: 'slow_down', retryAfterMs: 120_000 });
  const timestamp = new Date();
  const date = await receiver(504, { 'retry-after': new Date(timestamp.getTime() + 90_000).toUTCString() });
  const { retryAfterMs } = await sender().send(input(date.port, { timestamp }));
  expect(retryAfterMs).toBeGreaterThan(85_000);
  expect(retryAfterMs).toBeLessThanOrEqual(90_000);
});

it('keeps the answer of a public address, cut and made fit for a database, and none of a private one', async () => {
  const { port } = await receiver(500, {}, `no\0pe${'x'.repeat(20_000)}`);
  const kept = await publicSender().send(input(port));
  expect(kept.responseBody?.slice(0, 5)).toBe('no\uFFFDpe');
  expect(kept.responseBody).toHaveLength(16 * 1024);
  expect(await sender().send(input(port))).toMatchObject({ status: 500, responseBody: null });
});

it('takes bytes that are no text', async () => {
  const port = await serve((_request, response) => void response.end(Buffer.from([0xff, 0xc3, 0x28, 0x41])));
  expect((await publicSender().send(input(port))).responseBody).toBe('\uFFFD\uFFFD(A');
});

it('never rejects for what a receiver does: each has its own error class', async () => {
  const tls = await serveTls((_request, response) => void response.end());
  const cases: readonly (readonly [number | string, string])[] = [
    [await serveTcp(() => undefined), 'timeout'],
    [await serve((_request, response) => response.writeHead(200).flushHeaders()), 'body_timeout'],
    [await serveTcp((socket) => socket.once('data', () => socket.resetAndDestroy())), 'reset'],
    [await serveTcp((socket) => socket.end('220 mail.example ESMTP\r\n')), 'protocol'],
    [await freePort(), 'connect_refused'],
    [`https://127.0.0.1:${tls}/`, 'tls'],
    ['http://169.254.169.254/', 'blocked_address'],
    ['https://user:pw@receiver.example/', 'invalid_url'],
    ['https://receiver.invalid/', 'dns'],
  ];
  const results = await Promise.all(cases.map(([target]) => sender().send(input(target))));
  expect(results.map(({ outcome, errorClass }) => [outcome, errorClass])).toEqual(cases.map(([, errorClass]) => ['failed', errorClass]));
  for (const { error, durationMs } of results) {
    expect(error).toBeTruthy();
    expect(durationMs).toBeLessThan(1_000);
  }
});

it('hears 410 also from a receiver that never ends its answer', async () => {
  const port = await serve((_request, response) => response.writeHead(410).flushHeaders());
  expect(await sender().send(input(port))).toMatchObject({ outcome: 'gone', status: 410, errorClass: 'gone' });
});

it('says before an endpoint is saved why its URL is refused', async () => {
  expect(await sender('').refusalOf('http://127.0.0.1:9/')).toContain('127.0.0.1');
  expect(await sender('').refusalOf('nonsense')).toContain('malformed');
  expect(await sender().refusalOf('https://receiver.invalid/hook')).toBe('The host receiver.invalid cannot be found');
  expect(await sender().refusalOf('http://127.0.0.1:9/')).toBeNull();
});

it('refuses to send with a malformed secret or none, which is our own fault', async () => {
  await expect(sender().send(input(9, { secrets: [] }))).rejects.toThrow('at least one secret');
  await expect(sender().send(input(9, { secrets: ['plain'] }))).rejects.toThrow('24 to 64 bytes');
});
