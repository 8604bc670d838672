import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SigningKey } from '#platform/crypto/signing';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { createTestDatabase } from '#testing/database/test-database';
import { runProgram } from '#testing/operation/run-program';
import { checkpointOf } from '../../tools/audit-verify/read-export.js';
import { verifyExport } from '../../tools/audit-verify/verify-export.js';

const API = new URL('../../apps/api/src/main.ts', import.meta.url);
const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const ROTATE = new URL('../../apps/server/src/rotate-audit-key/main.ts', import.meta.url);
const LONG_MS = 240_000;

const newPem = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const idOf = (pem: string): string => SigningKey.parse(pem).keyId;

/** Asks one process; the answer's text. @throws unless it is a success. */
async function get(url: string, token: string, path: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
  const text = await answer.text();
  expect([answer.status, text]).toEqual([200, text]);
  return text;
}

async function home(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-rotate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it(
  'changes the key of two replicas that go on answering, and what was signed before and after is verified',
  async () => {
    const database = await createTestDatabase();
    onTestFinished(() => database.drop());
    const folder = await home();
    const env = serviceEnvironment(database.url, folder);
    const [former, next] = [String(env['SLIPWAY_AUDIT_KEY']), newPem()];
    const both = { ...env, SLIPWAY_AUDIT_KEY: `${former},${next}`, PORT: '0' };
    const replicas = [runProgram(API, both), runProgram(API, both)];
    onTestFinished(async () => void (await Promise.all(replicas.map((replica) => replica.stop()))));
    const urls = await Promise.all(replicas.map(async (replica) => (await replica.waitFor(/Listening on (http:[^\s"]+\d)/))[1] ?? ''));
    const ask = (index: number, path: string): Promise<string> => get(urls[index] ?? '', env.SLIPWAY_ADMIN_TOKEN, path);

    // Without a worker: the command seals and signs.
    const commands = [runProgram(ROTATE, both), runProgram(ROTATE, both)];
    let over = false;
    const answered = Promise.all(
      [0, 1].map(async (index) => {
        let count = 0;
        for (; !over; count += 1) await ask(index, '/audit/key');
        return count;
      }),
    );
    const codes = await Promise.all(commands.map(({ ended }) => ended));
    over = true;
    expect((await answered).every((count) => count > 0)).toBe(true);
    expect(new Set(codes)).toEqual(new Set([0, 1]));
    const [done] = commands.filter((_, index) => codes[index] === 0);
    expect(done?.stdout()).toBe(SigningKey.parse(next).publicKeyPem);
    expect(done?.stderr()).toMatch(/which [0-9a-f]{16} vouches for.\nIts first checkpoint is of entry [1-9]/);

    for (const index of [0, 1]) {
      expect(await ask(index, '/audit/key')).toBe(SigningKey.parse(next).publicKeyPem);
      expect(JSON.parse(await ask(index, '/audit/checkpoint'))).toMatchObject({ keyId: idOf(next) });
      expect(JSON.parse(await ask(index, '/audit/keys')).items).toMatchObject([
        { keyId: idOf(next), retiredAt: null },
        { keyId: idOf(former), retiredFor: 'rotated' },
      ]);
    }
    const file = join(folder, 'audit.ndjson');
    await writeFile(file, await ask(0, '/audit/export'));
    const checkpoint = checkpointOf(JSON.parse(await ask(1, '/audit/checkpoint'))) ?? null;
    for (const pem of [former, next]) {
      const publicKeys = [SigningKey.parse(pem).publicKeyPem];
      expect(await verifyExport({ file, publicKeys, checkpoint })).toMatchObject({
        code: 0,
        said: expect.arrayContaining([expect.stringContaining(idOf(next))]),
      });
    }
    for (const text of [...replicas, ...commands].map((program) => program.stdout() + program.stderr()))
      expect(text).not.toContain('PRIVATE KEY');
  },
  LONG_MS,
);

it(
  'changes the key of the embedded default beside the running service, and leaves the new one alone in its file',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slipway-rotate-'));
    onTestFinished(() => removeEmbeddedPostgres(folder));
    const server = runProgram(SERVER, { SLIPWAY_HOME: folder, PORT: '0' });
    onTestFinished(async () => void (await server.stop()));
    const [, url = ''] = await server.waitFor(/Slipway is running at (\S+)/);
    const token = (await readFile(join(folder, 'admin-token'), 'utf8')).trim();
    const former = await readFile(join(folder, 'audit-key.pem'), 'utf8');
    const rotate = runProgram(ROTATE, { SLIPWAY_HOME: folder });
    expect([await rotate.ended, rotate.stderr()]).toEqual([0, expect.stringMatching(/holds the new key alone/)]);
    const next = await readFile(join(folder, 'audit-key.pem'), 'utf8');
    expect(next).not.toContain(former.trim());
    expect(rotate.stdout()).toBe(SigningKey.parse(next).publicKeyPem);
    expect(await get(url, token, '/audit/key')).toBe(rotate.stdout());
    // The running service has read the new key from its file.
    const answer = await fetch(`${url}/api/v1/models`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: '{"name": "after"}',
    });
    expect(answer.status).toBe(201);
    const model = async (): Promise<unknown> => JSON.parse(await get(url, token, '/audit?action=model.create&limit=1')).items[0].position;
    await expect.poll(model, { timeout: 10_000 }).toEqual(expect.any(Number));
    const checkpoint = JSON.parse(await get(url, token, '/audit/checkpoint'));
    expect(checkpoint).toMatchObject({ keyId: idOf(next) });
    expect(checkpoint.position).toBeGreaterThanOrEqual(Number(await model()));
  },
  LONG_MS,
);
