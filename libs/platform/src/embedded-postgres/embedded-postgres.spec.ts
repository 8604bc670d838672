import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import ts from 'typescript';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { AlreadyRunningError } from './already-running-error.js';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.js';
import { isAlive } from './process-identity.js';

const source = dirname(dirname(fileURLToPath(import.meta.url)));
const compiled = join(source, '../../../node_modules/.cache', `embedded-postgres-spec-${process.pid}`);
const silent = { info: () => undefined, warn: () => undefined };
let home: string;

/** Real second processes are needed to be killed: they run the same sources, compiled. */
beforeAll(() => {
  for (const folder of ['embedded-postgres', 'files']) {
    mkdirSync(join(compiled, folder), { recursive: true });
    for (const file of readdirSync(join(source, folder)).filter((name) => !name.endsWith('.spec.ts'))) {
      const { outputText } = ts.transpileModule(readFileSync(join(source, folder, file), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      writeFileSync(join(compiled, folder, file.replace(/\.ts$/, '.js')), outputText);
    }
  }
  writeFileSync(join(compiled, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(compiled, 'child.js'),
    `import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.js';
     const running = await startEmbeddedPostgres({ home: process.argv[2], log: { info() {}, warn() {} } });
     console.log(JSON.stringify({ url: running.url, pid: running.pid }));
     setInterval(() => {}, 1000);
     process.stdin.once('data', () => process.exit(0));`,
  );
});
afterAll(() => rmSync(compiled, { recursive: true, force: true }));

beforeEach((context) => {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-pg-'));
  chmodSync(folder, 0o711);
  home = join(folder, 'home');
  // Runs after the servers were stopped: what is registered last is called first.
  context.onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const running = await startEmbeddedPostgres({ home, log: silent, fast: true, ...options });
  onTestFinished(() => running.stop());
  return running;
}

async function startChild(): Promise<{ child: ChildProcess; url: string; pid: number }> {
  const child = spawn(process.execPath, [join(compiled, 'child.js'), home], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, ...(JSON.parse(String(line)) as { url: string; pid: number }) };
}

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

it('serves an UTF-8 database in C locale to a role that owns it and is no superuser', async () => {
  const { url } = await start();
  const rows = await query(
    url,
    `SELECT current_database(), pg_encoding_to_char(encoding), datcollate, current_setting('is_superuser'),
            pg_get_userbyid(datdba) = current_user, current_setting('max_connections') FROM pg_database WHERE datname = current_database()`,
  );
  expect(rows).toEqual([['slipway', 'UTF8', 'C', 'off', true, '200']]);
});

it('lets nobody in without the password, which only its owner can read', async () => {
  const { url, data } = await start();
  await expect(query(url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  if (process.platform !== 'win32') expect(statSync(join(dirname(data), 'password')).mode & 0o777).toBe(0o600);
});

it('keeps data, port and password over a stop, and ends the server', async () => {
  const first = await start({ fast: false });
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(isAlive(first.pid)).toBe(false);
  const second = await start({ fast: false });
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT n FROM kept')).toEqual([[7]]);
  expect(await query(second.url, 'SHOW fsync')).toEqual([['on']]);
});

it('refuses a second start on the same home and names the process that has it', async () => {
  await start();
  const error: unknown = await startEmbeddedPostgres({ home, log: silent }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AlreadyRunningError);
  expect(error).toMatchObject({ pid: process.pid, message: expect.stringContaining('SLIPWAY_HOME=.slipway-2 PORT=5010 npm start') });
});

it('refuses it while another process has it, and starts when that one is killed, ending the server it left', async () => {
  const { child, url, pid } = await startChild();
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await expect(start()).rejects.toMatchObject({ pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isAlive(pid)).toBe(true);
  const running = await start();
  expect(isAlive(pid)).toBe(false);
  expect(await query(running.url, 'SELECT n FROM kept')).toEqual([[7]]);
});

it('starts again after both Node and the server were killed', async () => {
  const { child, url, pid } = await startChild();
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS n');
  process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const running = await start();
  expect(await query(running.url, 'SELECT n FROM kept')).toEqual([[7]]);
});

it('tells when the server is killed, and can be started again at once', async () => {
  const onUnexpectedExit = vi.fn();
  const first = await start({ onUnexpectedExit });
  process.kill(first.pid, 'SIGKILL');
  await vi.waitFor(() => expect(onUnexpectedExit).toHaveBeenCalledOnce(), 10_000);
  expect(onUnexpectedExit.mock.calls[0]?.[0]).toMatchObject({ message: expect.stringContaining('signal SIGKILL') });
  expect(await query((await start()).url, 'SELECT 1')).toEqual([[1]]);
});

it('is not called unexpected when we stop it', async () => {
  const onUnexpectedExit = vi.fn();
  const running = await start({ onUnexpectedExit });
  await Promise.all([running.stop(), running.stop()]);
  expect(onUnexpectedExit).not.toHaveBeenCalled();
});

it('ends the server when the process exits without stopping it', async () => {
  const { child, pid } = await startChild();
  child.stdin?.write('x');
  await once(child, 'exit');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000);
  expect(existsSync(join(home, 'slipway.lock'))).toBe(false);
});

it('never signals a stranger whose number stands in an old pid file', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(first.data, 'postmaster.pid'), `${process.pid}\n${first.data}\n`);
  expect(await query((await start()).url, 'SELECT 1')).toEqual([[1]]);
});

it('does not wait for a dead holder, whose number another program has now', async () => {
  mkdirSync(home);
  const { child, url } = await startChild();
  expect(url).toContain('127.0.0.1');
  const lock: unknown = JSON.parse(readFileSync(join(home, 'slipway.lock'), 'utf8'));
  child.stdin?.write('x');
  await once(child, 'exit');
  writeFileSync(join(home, 'slipway.lock'), JSON.stringify({ ...(lock as object), pid: process.pid }));
  await start();
});

it('mends a first start that was killed while making the database', async () => {
  mkdirSync(join(home, 'postgres', 'data.partial', 'base'), { recursive: true });
  writeFileSync(join(home, 'slipway.lock'), '');
  expect(await query((await start()).url, 'SELECT 1')).toEqual([[1]]);
});

it('says so when the port that was asked for is taken', async () => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(start({ port })).rejects.toThrow(`Port ${port} for the embedded PostgreSQL is in use`);
});

it.runIf(process.getuid?.() === 0)('works for root with a home that the server cannot reach, and says where the data is', async () => {
  chmodSync(dirname(home), 0o700);
  const warn = vi.fn();
  const running = await start({ log: { ...silent, warn } });
  onTestFinished(() => rmSync(dirname(running.data), { recursive: true, force: true }));
  expect(running.data.startsWith(home)).toBe(false);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(dirname(running.data)));
  expect(await query(running.url, 'SELECT 1')).toEqual([[1]]);
});
