import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { prepareClusterFolder, serverAccount } from '#platform/embedded-postgres/server-account';
import { runProgram, type RunningProgram } from '#testing/operation/run-program';

/** Each boot compiles the sources in its own process, on machines that do other work too. */
const LONG_MS = 240_000;
const SERVER = new URL('./main.ts', import.meta.url);
const ADMIN_TOKEN = new URL('./admin-token/main.ts', import.meta.url);
const MIGRATE = new URL('../../../libs/persistence/src/migrate/main.ts', import.meta.url);
const COLLECT_GARBAGE = new URL('./collect-garbage/main.ts', import.meta.url);
const READY = /Slipway is running at (\S+)/;

let home: string;
const programs: RunningProgram[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'slipway-operation-'));
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
}, LONG_MS);
afterAll(() => removeEmbeddedPostgres(home), LONG_MS);

function start(env: Record<string, string> = {}, file = SERVER, args: readonly string[] = []): RunningProgram {
  const program = runProgram(file, { SLIPWAY_HOME: home, PORT: '0', ...env }, args);
  programs.push(program);
  return program;
}

async function ready(program: RunningProgram): Promise<string> {
  return (await program.waitFor(READY))[1] ?? '';
}

const token = (): string => readFileSync(join(home, 'admin-token'), 'utf8').trim();
const call = (url: string, path: string, method = 'GET', body?: unknown): Promise<Response> =>
  fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token()}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

it(
  'starts on nothing, tells how to go on without showing the token in a log, and is the only one on its data',
  async () => {
    const server = start();
    const url = await ready(server);
    await server.waitFor(/example:first-promotion/);
    expect(await (await call(url, '/readyz')).json()).toMatchObject({ status: expect.stringMatching(/ready|degraded/) });
    expect(statSync(join(home, 'admin-token')).mode & 0o777).toBe(0o600);
    expect(server.stdout()).toContain(`SLIPWAY_URL=${url}`);
    expect(server.stdout()).toContain(`"$(cat ${join(home, 'admin-token')})"`);
    expect(server.stdout() + server.stderr()).not.toContain(token());
    expect((await call(url, '/api/v1/models', 'POST', { name: 'kept' })).status).toBe(201);

    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toMatch(/already running with the data in .*\(process \d+\).*SLIPWAY_HOME=/);
    expect(second.stderr().trim().split('\n')).toHaveLength(1);

    const other = start({}, ADMIN_TOKEN);
    expect(await other.ended).toBe(0);
    expect(other.stdout().trim()).toBe(token());
    expect((await call(url, '/api/v1/me')).status).toBe(200);
    const migration = start({}, MIGRATE);
    expect([await migration.ended, migration.stderr()]).toEqual([0, '']);
    expect(migration.stdout()).toContain('The database is at the newest migration.');
    await mkdir(join(home, 'artifacts', 'blobs', 'default', 'ay'), { recursive: true });
    const stray = join(home, 'artifacts', 'blobs', 'default', 'ay', 'blb_stray');
    await writeFile(stray, 'lost');
    await utimes(stray, 1, 1);
    const dry = start({}, COLLECT_GARBAGE, ['--dry-run']);
    expect([await dry.ended, dry.stdout(), existsSync(stray)]).toEqual([0, 'blb_stray\t4\tstray\n', true]);
    const collected = start({}, COLLECT_GARBAGE);
    expect([await collected.ended, collected.stderr()]).toEqual([
      0,
      '0 blobs of deleted versions (0.0 kB) and 1 stray (0.0 kB) removed.\n',
    ]);
    expect(existsSync(stray)).toBe(false);
    const mistaken = start({}, COLLECT_GARBAGE, ['--deleted-days', 'soon']);
    expect([await mistaken.ended, mistaken.stderr().split('\n')[0]]).toEqual([1, expect.stringMatching(/--deleted-days is "soon"/)]);
    const onSamePort = start({ PORT: new URL(url).port });
    expect(await onSamePort.ended).toBe(1);
    expect(onSamePort.stderr()).toMatch(/^Slipway is already running with the data in /);
    expect(await server.stop()).toBe(0);
    expect(server.stdout()).toContain('"Stopped."');
    expect(readdirSync(home)).not.toContain('slipway.lock');
  },
  LONG_MS,
);

it(
  'keeps its data over a restart, finishes the request that is under way when it is told to stop, and bears being told twice',
  async () => {
    const server = start();
    const url = await ready(server);
    expect((await call(url, '/api/v1/models/kept')).status).toBe(200);
    expect((await call(url, '/api/v1/models/kept/versions', 'POST', {})).status).toBe(201);

    const upload = slowUpload(`${url}/api/v1/models/kept/versions/1/artifacts/model.bin`);
    await upload.started;
    server.child.kill('SIGINT');
    server.child.kill('SIGINT');
    await server.waitFor(/Received SIGINT/);
    await vi.waitFor(() => expect(fetch(`${url}/livez`)).rejects.toThrow(), { timeout: 10_000 });
    expect(await upload.finish()).toBe(201);
    expect(await server.ended).toBe(0);
  },
  LONG_MS,
);

it(
  'mends a database that was killed under it, answering 503 at worst, and starts again after being killed itself',
  async () => {
    const server = start();
    const url = await ready(server);
    process.kill(postgresPid(), 'SIGKILL');
    const answers = new Set<number>();
    let again = false;
    const mended = server.waitFor(/runs again/).then(() => (again = true));
    await vi.waitFor(
      async () => {
        const { status } = await call(url, '/api/v1/models/kept');
        answers.add(status);
        expect([again, status]).toEqual([true, 200]);
      },
      { timeout: 60_000, interval: 20 },
    );
    await mended;
    expect(server.stdout()).toMatch(/ended unexpectedly.*Starting it again/);
    expect([...answers].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    server.child.kill('SIGKILL');
    await server.ended;

    const next = start();
    expect((await call(await ready(next), '/api/v1/models/kept')).status).toBe(200);
  },
  LONG_MS,
);

it(
  'names a busy port with the exact line to type, before it has started anything',
  async () => {
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const address = squatter.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const server = start({ PORT: String(port) });
    expect(await server.ended).toBe(1);
    const line = new RegExp(`Port ${port} on 127.0.0.1 is in use.*type: SLIPWAY_HOME=(\\S+) PORT=\\d+ npm start`).exec(server.stderr());
    expect(line?.[1]).toBe(home);
    expect(server.stdout()).toBe('');
    expect(server.stderr()).not.toContain('    at ');
    expect(existsSync(join(home, 'slipway.lock'))).toBe(false);
    await new Promise((resolve) => squatter.close(resolve));
  },
  LONG_MS,
);

it(
  'says which variable is wrong, and nothing else',
  async () => {
    const server = start({ PORT: 'abc', LOG_LEVEL: 'loud' });
    expect(await server.ended).toBe(1);
    expect(server.stderr().trim().split('\n')).toEqual([
      expect.stringMatching(/^PORT holds "abc"/),
      expect.stringMatching(/^LOG_LEVEL holds "loud"/),
    ]);
    expect(server.stdout()).toBe('');
  },
  LONG_MS,
);

it(
  'refuses another encryption key than the one that this data is sealed with',
  async () => {
    const server = start({ SLIPWAY_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}` });
    expect(await server.ended).toBe(1);
    expect(server.stderr()).toMatch(/^SLIPWAY_ENCRYPTION_KEYS holds another key "k1"/);
    expect(server.stderr()).not.toContain('    at ');
  },
  LONG_MS,
);

/** A PUT whose body ends only when the test says so. */
function slowUpload(url: string): { started: Promise<void>; finish: () => Promise<number> } {
  const { hostname, port, pathname } = new URL(url);
  const headers = { authorization: `Bearer ${token()}`, 'content-type': 'application/octet-stream' };
  const outgoing = httpRequest({ hostname, port, path: pathname, method: 'PUT', headers });
  const answered = new Promise<number>((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
  });
  const started = new Promise<void>((resolve) => outgoing.write('first half, ', () => resolve()));
  return {
    started,
    finish: () => {
      outgoing.end('second half');
      return answered;
    },
  };
}

/** The pid of the embedded server of this home; a port alone may also stand in the folder of a home that an ended run left behind. */
function postgresPid(): number {
  const { folder } = prepareClusterFolder(home, serverAccount());
  return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
