import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { runProgram, type RunningProgram } from '#testing/operation/run-program';

const LONG_MS = 240_000;
const API = new URL('../../api/src/main.ts', import.meta.url);
const WORKER = new URL('../../worker/src/main.ts', import.meta.url);
const SERVER = new URL('./main.ts', import.meta.url);

let database: TestDatabase;
let home: string;
let env: Record<string, string>;
const programs: RunningProgram[] = [];
const received: string[] = [];
let receiver: Server;

beforeAll(async () => {
  // Empty: whoever boots first migrates, the others wait for it.
  database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
  home = mkdtempSync(join(tmpdir(), 'slipway-apart-'));
  const auditKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  env = {
    DATABASE_URL: database.url,
    SLIPWAY_HOME: home,
    SLIPWAY_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SLIPWAY_AUDIT_KEY: auditKey,
    SLIPWAY_OUTBOUND_ALLOW: '127.0.0.0/8',
    PORT: '0',
  };
  receiver = createServer((request, response) => {
    received.push(String(request.headers['webhook-id']));
    request.resume();
    response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, LONG_MS);
afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await new Promise((resolve) => receiver.close(resolve));
  await database.drop();
  rmSync(home, { recursive: true, force: true });
}, LONG_MS);

function start(file: URL, more: Record<string, string> = {}): RunningProgram {
  const program = runProgram(file, { ...env, ...more });
  programs.push(program);
  return program;
}

it(
  'runs as two API processes and two workers on one database: one administrator, and events that one takes in another sends',
  async () => {
    const apis = [start(API), start(API)];
    const workers = [start(WORKER), start(WORKER)];
    const [first = '', second = ''] = await Promise.all(
      apis.map(async (api) => (await api.waitFor(/Listening on (http:[^"]+)"/))[1] ?? ''),
    );
    const working = await Promise.all(workers.map(async (worker) => (await worker.waitFor(/metrics on (http:[^"]+)"/))[1] ?? ''));
    await vi.waitFor(
      async () => {
        const answers = await Promise.all([first, second, ...working].map((url) => fetch(`${url}/readyz`)));
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      },
      { timeout: 20_000, interval: 200 },
    );
    const made = apis.filter((api) => api.stdout().includes('Made the first administrator'));
    expect(made).toHaveLength(1);
    const token = readFileSync(join(home, 'admin-token'), 'utf8').trim();
    expect([...apis, ...workers].map((program) => program.stdout()).join('')).not.toContain(token);

    const address = receiver.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`;
    const post = (base: string, path: string, body: unknown): Promise<Response> =>
      fetch(`${base}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await post(first, '/api/v1/webhooks', { url, eventTypes: ['model.created'] })).status).toBe(201);
    for (const base of [first, second]) expect((await post(base, '/api/v1/models', { name: `m-${base.slice(-5)}` })).status).toBe(201);
    await vi.waitFor(() => expect(new Set(received).size).toBe(2), { timeout: 20_000 });

    expect(await Promise.all([...apis, ...workers].map((program) => program.stop()))).toEqual([0, 0, 0, 0]);
    expect([...apis, ...workers].map((program) => program.stderr()).join('')).toBe('');
  },
  LONG_MS,
);

it(
  'also runs everything in one process on a given database',
  async () => {
    const server = start(SERVER);
    const [, url = ''] = await server.waitFor(/Slipway is running at (\S+)/);
    await vi.waitFor(async () => expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' }), {
      timeout: 20_000,
    });
    expect(await server.stop()).toBe(0);
  },
  LONG_MS,
);

it(
  'wants the keys with a given database, and a given database for a part of its own',
  async () => {
    const keyless = start(API, { SLIPWAY_ENCRYPTION_KEYS: '' });
    expect(await keyless.ended).toBe(1);
    expect(keyless.stderr()).toMatch(/^SLIPWAY_ENCRYPTION_KEYS is not set; it must hold keys .*openssl rand/);
    const placeless = start(WORKER, { DATABASE_URL: '' });
    expect(await placeless.ended).toBe(1);
    expect(placeless.stderr()).toMatch(/DATABASE_URL/);
  },
  LONG_MS,
);
