import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '#testing/redis/free-port';
import { AttackedService } from '#testing/security/attacked-service';
import { HostileNames } from '#testing/security/hostile-names';

/** What is behind the wall: nothing may reach it. */
let inside: Server;
let hits = 0;
/** A receiver that the operator allowed, and what it answers. */
let receiver: Server;
let redirectTo = '';
let names: HostileNames;
let service: AttackedService;
let ports: { inside: number; receiver: number; own: number; postgres: number };

const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  inside = createServer((_, response) => {
    hits += 1;
    response.end('the secret of the inside');
  });
  receiver = createServer((request, response) => {
    request.resume().on('end', () => {
      if (redirectTo === '') response.writeHead(200, { 'content-type': 'text/plain' }).end('what a private address answers');
      else response.writeHead(307, { location: redirectTo }).end();
    });
  });
  names = new HostileNames();
  ports = { inside: await portOf(inside), receiver: await portOf(receiver), own: await freePort(), postgres: 0 };
  service = await AttackedService.start({
    worker: true,
    env: (postgres) => {
      ports.postgres = postgres;
      const allowed = [ports.receiver, ports.own, postgres, 5000].map((port) => `127.0.0.1/32:${port}`);
      const metadata = ['169.254.169.254/32', 'fd00:ec2::254/128', '100.100.100.200/32'];
      return { ...names.env, PORT: String(ports.own), SLIPWAY_OUTBOUND_ALLOW: [...allowed, ...metadata].join(',') };
    },
  });
  await service.call('POST', '/api/v1/models', { name: 'm' });
  await service.call('POST', '/api/v1/models/m/versions', { source: 's3://bucket/m' });
});
afterAll(async () => {
  await service?.stop();
  names?.close();
  for (const server of [inside, receiver]) server?.close().closeAllConnections();
});
beforeEach(() => {
  redirectTo = '';
  names.set('public.test', '1.1.1.1');
  names.set('private.test', '127.0.0.1');
  names.set('mixed.test', '1.1.1.1', '127.0.0.1');
  names.set('mixed-v6.test', '::1', '1.1.1.1');
  names.set('mapped.test', '::ffff:127.0.0.1');
  names.set('metadata.test', '169.254.169.254');
});

/** Addresses that lead inside, each in its own disguise; `:0` stands for the port of the inside. */
const HOSTILE = [
  ...[
    'http://127.0.0.1:0/',
    'https://127.0.0.1:0/',
    'http://127.1:0/',
    'http://0x7f000001:0/',
    'http://2130706433:0/',
    'http://0177.0.0.1:0/',
  ],
  ...[
    'http://127.0.0.1.:0/',
    'http://0.0.0.0:0/',
    'http://localhost:0/',
    'http://[::1]:0/',
    'http://[::]:0/',
    'http://[::ffff:127.0.0.1]:0/',
  ],
  ...[
    'http://[::ffff:7f00:1]:0/',
    'http://[64:ff9b::7f00:1]:0/',
    'http://[2002:7f00:1::]:0/',
    'http://%31%32%37.0.0.1:0/',
    'http://１２７.0.0.1:0/',
  ],
  ...['http://private.test:0/', 'https://private.test:0/', 'https://mixed.test:0/', 'https://mixed-v6.test:0/', 'https://mapped.test:0/'],
  ...['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/', 'http://0xa9fea9fe/', 'http://[::ffff:a9fe:a9fe]/'],
  ...['http://metadata.test/', 'http://100.100.100.200/', 'http://[fe80::1]/', 'http://10.0.0.1/', 'https://192.168.0.1/'],
  ...[
    'https://user:pw@1.1.1.1/',
    'https://user@public.test/',
    'ftp://1.1.1.1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:0/',
    'data:text/plain,x',
  ],
  ...['javascript:alert(1)', 'unix:/var/run/docker.sock', '//127.0.0.1:0/', '', 'http://', 'https://public.test:99999/', 'http://1.1.1.1/'],
];
const toInside = (url: string): string => url.replace(':0/', `:${ports.inside}/`);
const endpoint = (url: string): object => ({ url, eventTypes: ['promotion.applied'] });
const target = (apiUrl: string, name = 'hostile'): object => ({
  ...{ name, models: 'm', stage: 'Staging', repository: 'o/r', workflow: 'deploy.yml', ref: 'main' },
  ...{ apiUrl, credential: { token: 'github_pat_x' } },
});
const idOf = (json: unknown): string => String(Reflect.get(Object(json), 'id'));

/** Every disguise, and the ports of ours that the allow-list names. */
const everyHostile = (): string[] => [...HOSTILE.map(toInside), `http://127.0.0.1:${ports.own}/`, `http://127.0.0.1:${ports.postgres}/`];

describe('an address that leads inside', () => {
  it('is refused when an endpoint is created or changed', async () => {
    const good = await service.call('POST', '/api/v1/webhooks', endpoint('https://public.test/hook'));
    expect(good.status).toBe(201);
    for (const url of everyHostile()) {
      expect([`create ${url}`, (await service.call('POST', '/api/v1/webhooks', endpoint(url))).status]).toEqual([`create ${url}`, 400]);
      const changed = await service.call('PATCH', `/api/v1/webhooks/${idOf(good.json)}`, { url }, { headers: { 'if-match': '*' } });
      expect([`change ${url}`, changed.status]).toEqual([`change ${url}`, 400]);
    }
    expect((await service.call('GET', `/api/v1/webhooks/${idOf(good.json)}`)).json).toMatchObject({ url: 'https://public.test/hook' });
    expect(hits).toBe(0);
  });

  it('is refused as the apiUrl of a deploy target', async () => {
    const good = await service.call('POST', '/api/v1/deploy-targets', target('https://public.test/api/v3', 'fine'));
    expect([good.text, good.status]).toEqual([good.text, 201]);
    for (const url of everyHostile()) {
      expect([`create ${url}`, (await service.call('POST', '/api/v1/deploy-targets', target(url))).status]).toEqual([`create ${url}`, 400]);
      const path = `/api/v1/deploy-targets/${idOf(good.json)}`;
      const body = { apiUrl: url, credential: { token: 'github_pat_x' } };
      expect([`change ${url}`, (await service.call('PATCH', path, body, { headers: { 'if-match': '*' } })).status]).toEqual([
        `change ${url}`,
        400,
      ]);
    }
    const path = `/api/v1/deploy-targets/${idOf(good.json)}`;
    expect((await service.call('DELETE', path, undefined, { headers: { 'if-match': '*' } })).status).toBe(204);
    expect(hits).toBe(0);
  });

  it.each([
    ['another address', () => ['127.0.0.1'], () => ports.inside],
    ['a second, private address', () => ['1.1.1.1', '127.0.0.1'], () => ports.inside],
    ['the metadata service, which the allow-list names', () => ['169.254.169.254'], () => 80],
    // A worker of its own knows the API's port only where it is the usual one (docs/reference/configuration.md).
    ['the port of the API, which the allow-list names', () => ['127.0.0.1'], () => 5000],
    ['the port of Postgres, which the allow-list names', () => ['127.0.0.1'], () => ports.postgres],
  ])('is not called when a good name has been rebound to %s', async (_what, addresses, port) => {
    const made = await service.call('POST', '/api/v1/webhooks', endpoint(`https://public.test:${port()}/hook`));
    expect([made.text, made.status]).toEqual([made.text, 201]);
    names.set('public.test', ...addresses());
    expect(await attemptOfTest(idOf(made.json))).toMatchObject({ errorClass: 'blocked_address', status: null });
    expect(hits).toBe(0);
  });

  it('is not called where a receiver redirects to it', async () => {
    const made = await service.call('POST', '/api/v1/webhooks', endpoint(`http://127.0.0.1:${ports.receiver}/hook`));
    expect([made.text, made.status]).toEqual([made.text, 201]);
    for (const place of [`http://127.0.0.1:${ports.inside}/`, 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd']) {
      redirectTo = place;
      expect(await attemptOfTest(idOf(made.json))).toMatchObject({ status: 307, outcome: 'failed' });
    }
    expect(hits).toBe(0);
  });

  it('is not called by a dispatch when the apiUrl of a target has been rebound', async () => {
    const made = await service.call('POST', '/api/v1/deploy-targets', target(`https://public.test:${ports.inside}/api/v3`, 'rebound'));
    expect([made.text, made.status]).toEqual([made.text, 201]);
    names.set('public.test', '127.0.0.1');
    expect((await service.call('POST', '/api/v1/promotions', { model: 'm', version: 1, toStage: 'Staging' })).status).toBe(201);
    await vi.waitFor(
      async () => {
        const { text } = await service.call('GET', '/api/v1/deployments');
        expect(text).toMatch(/not (a public|allowed)|resolves to a place that is refused|"state":"failed"/);
      },
      { timeout: 20_000, interval: 200 },
    );
    expect(hits).toBe(0);
  });
});

it('shows nobody what a private address that is allowed answers, nor writes it down', async () => {
  const made = await service.call('POST', '/api/v1/webhooks', endpoint(`http://127.0.0.1:${ports.receiver}/hook`));
  expect(await attemptOfTest(idOf(made.json))).toMatchObject({ status: 200 });
  const { text } = await service.call('GET', `/api/v1/deliveries?endpoint=${idOf(made.json)}`);
  expect(text + service.log()).not.toContain('what a private address answers');
});

/** Sends a test event and waits for its one attempt. */
async function attemptOfTest(id: string): Promise<unknown> {
  const listed = async (): Promise<string[]> => {
    const { json } = await service.call('GET', `/api/v1/deliveries?endpoint=${id}`);
    const items: unknown = Reflect.get(Object(json), 'items');
    return Array.isArray(items) ? items.map(idOf) : [];
  };
  const before = await listed();
  const asked = await service.call('POST', `/api/v1/webhooks/${id}/test`);
  expect([asked.text, asked.status]).toEqual([asked.text, 202]);
  return vi.waitFor(
    async () => {
      const delivery = (await listed()).find((one) => !before.includes(one));
      const { json } = await service.call('GET', `/api/v1/deliveries/${delivery}`);
      const attempts: unknown = Reflect.get(Object(json), 'attemptLog');
      if (!Array.isArray(attempts) || attempts.length === 0) throw new Error('no attempt yet');
      return attempts[0];
    },
    { timeout: 20_000, interval: 100 },
  );
}
