import type { LookupAddress } from 'node:dns';
import { afterEach, expect, it } from 'vitest';
import { AddressPolicy, type AddressVerdict } from './address-policy.js';
import { clientFor, endHarness, failureOf, LOOPBACK, serve } from '#testing/outbound/outbound-harness';
import { OutboundClient } from './outbound-client.js';
import { parseOutboundAllow } from './parse-outbound-allow.js';

afterEach(endHarness);

const get = (url: string) => ({ url, method: 'GET', deadlineMs: 800 }) as const;
const v4 = (address: string): LookupAddress => ({ address, family: 4 });
const v6 = (address: string): LookupAddress => ({ address, family: 6 });

/** A server that counts: nothing that is blocked may reach it. */
async function countingServer(): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const port = await serve((_request, response) => {
    hits += 1;
    response.end('inside');
  });
  return { port, hits: () => hits };
}

it.each([
  ...['127.0.0.1', '127.1', '0x7f000001', '0x7f.1', '2130706433', '0177.0.0.1', '017700000001', '127.0.0.1.', '0', '0.0.0.0'],
  ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::7f00:1]', '[64:ff9b::7f00:1]', '%31%32%37.0.0.1', '１２７.0.0.1'],
])('blocks the literal %s by http and https', async (host) => {
  const { port, hits } = await countingServer();
  const client = clientFor('');
  for (const scheme of ['http', 'https']) {
    expect(await failureOf(client.request(get(`${scheme}://${host}:${port}/`)))).toMatchObject({ errorClass: 'blocked_address' });
    expect(await failureOf(client.check(`${scheme}://${host}:${port}/`))).toMatchObject({ errorClass: 'blocked_address' });
  }
  expect(hits()).toBe(0);
});

it.each([
  ['only a private address', [v4('127.0.0.1')]],
  ['a private address in mapped form', [v6('::ffff:127.0.0.1')]],
  ['a good address and a bad one', [v4('1.1.1.1'), v4('127.0.0.1')]],
  ['a bad address and a good one', [v6('::1'), v4('1.1.1.1')]],
])('blocks a name with %s', async (_what, addresses) => {
  const { port, hits } = await countingServer();
  const client = clientFor('', { resolve: () => Promise.resolve(addresses) });
  const failure = await failureOf(client.request(get(`https://receiver.example:${port}/`)));
  expect(failure).toMatchObject({ errorClass: 'blocked_address', message: expect.stringContaining('receiver.example resolves to') });
  expect(await failureOf(client.check(`https://receiver.example:${port}/`))).toMatchObject({ errorClass: 'blocked_address' });
  expect(hits()).toBe(0);
});

it('blocks localhost by name', async () => {
  const { port, hits } = await countingServer();
  expect(await failureOf(clientFor('').request(get(`http://localhost:${port}/`)))).toMatchObject({ errorClass: 'blocked_address' });
  expect(hits()).toBe(0);
});

it('blocks a name that was good when it was configured and is bad when it is called', async () => {
  const { port, hits } = await countingServer();
  const answers = [[v4('1.1.1.1')], [v4('127.0.0.1')]];
  const client = clientFor('', { resolve: () => Promise.resolve(answers.shift() ?? []) });
  await client.check(`https://receiver.example:${port}/`);
  expect(await failureOf(client.request(get(`https://receiver.example:${port}/`)))).toMatchObject({
    errorClass: 'blocked_address',
    resolvedIp: '127.0.0.1',
  });
  expect(hits()).toBe(0);
});

it('connects to the address that it judged: a name is asked for once per connection', async () => {
  const { port, hits } = await countingServer();
  let asked = 0;
  const client = clientFor('127.0.0.0/8', { resolve: () => Promise.resolve([v4((asked += 1) === 1 ? '127.0.0.1' : '10.255.255.1')]) });
  expect(await client.request(get(`http://receiver.example:${port}/`))).toMatchObject({ status: 200, resolvedIp: '127.0.0.1' });
  expect([asked, hits()]).toEqual([1, 1]);
});

it('judges the address of the socket again and sends nothing where it is bad', async () => {
  const { port, hits } = await countingServer();
  class FailsAfterResolution extends AddressPolicy {
    #judged = 0;

    override judge(text: string, to: number, secure: boolean): AddressVerdict {
      this.#judged += 1;
      return this.#judged === 1 ? super.judge(text, to, secure) : { allowed: false, address: text, reason: 'not where it should be' };
    }
  }
  const policy = new FailsAfterResolution({ allow: parseOutboundAllow(LOOPBACK) });
  const client = new OutboundClient({ policy, resolve: () => Promise.resolve([v4('127.0.0.1')]) });
  const failure = await failureOf(client.request(get(`http://receiver.example:${port}/`)));
  await client.destroy();
  expect(failure).toMatchObject({ errorClass: 'blocked_address', message: 'not where it should be' });
  expect(hits()).toBe(0);
});

it.each([
  'http://169.254.169.254/latest/meta-data/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://0xa9fea9fe/',
  'http://[::ffff:a9fe:a9fe]/',
])('blocks %s even when everything is allow-listed', async (url) => {
  const client = clientFor('0.0.0.0/0 ::/0');
  expect(await failureOf(client.request(get(url)))).toMatchObject({
    errorClass: 'blocked_address',
    message: expect.stringContaining('never allowed'),
  });
});

it('blocks our own ports even when loopback is allow-listed', async () => {
  const { port, hits } = await countingServer();
  const policy = new AddressPolicy({ allow: parseOutboundAllow(LOOPBACK), deniedPorts: [port] });
  const client = clientFor(LOOPBACK, { policy, resolve: () => Promise.resolve([v4('127.0.0.1')]) });
  for (const host of ['127.0.0.1', 'receiver.example']) {
    expect(await failureOf(client.request(get(`http://${host}:${port}/`)))).toMatchObject({ errorClass: 'blocked_address' });
  }
  expect(hits()).toBe(0);
});

it('answers a redirect as it came and does not follow it', async () => {
  const { port: inside, hits } = await countingServer();
  const port = await serve((_request, response) => void response.writeHead(302, { location: `http://127.0.0.1:${inside}/` }).end());
  expect(await clientFor(LOOPBACK).request(get(`http://127.0.0.1:${port}/`))).toMatchObject({ status: 302 });
  expect(hits()).toBe(0);
});

it.each([
  '',
  'nonsense',
  '//host/',
  'ftp://1.1.1.1/',
  'file:///etc/passwd',
  'data:text/plain,x',
  'https://user@1.1.1.1/',
  'https://:pw@1.1.1.1/',
  'https://1.1.1.1:0/',
  'https://1.1.1.1:99999/',
])('refuses the URL "%s"', async (url) => {
  const failure = await failureOf(clientFor('0.0.0.0/0').request(get(url)));
  expect(failure.errorClass).toBe('invalid_url');
  expect(failure.message).not.toContain('pw');
});
