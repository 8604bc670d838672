import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { ensureAdministrator, keepAdministratorToken } from './ensure-administrator.js';

it('waits at boot for another replica that is at it, for longer than a request would', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const home = await mkdtemp(join(tmpdir(), 'slipway-administrator-'));
  onTestFinished(() => rm(home, { recursive: true }));
  const other = new pg.Client({ connectionString: database.url });
  await other.connect();
  onTestFinished(() => other.end());
  await other.query(`SELECT pg_advisory_lock(hashtextextended('slipway.identity.default', 0))`);
  const said: string[] = [];
  const log = {
    log: (message: unknown) => {
      said.push(String(message));
      // It has been refused once: now the other one is done.
      if (said.length === 1) void other.query('SELECT pg_advisory_unlock_all()');
    },
    warn: (message: unknown) => void said.push(String(message)),
  };
  const token = await ensureAdministrator({ home, identity: { adminToken: undefined, anonymousRole: undefined } }, database.url, log);
  expect([typeof token, said]).toEqual([
    'string',
    [expect.stringMatching(/is asked again/), expect.stringMatching(/^Made the first administrator/)],
  ]);
});

it('never writes over the token of another database: it is put aside, and the boot says where', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const home = await mkdtemp(join(tmpdir(), 'slipway-administrator-'));
  onTestFinished(() => rm(home, { recursive: true }));
  await writeFile(join(home, 'admin-token'), 'slp_of_another_database\n');
  const warnings: string[] = [];
  const log = { log: () => undefined, warn: (message: unknown) => void warnings.push(String(message)) };
  const token = await ensureAdministrator({ home, identity: { adminToken: undefined, anonymousRole: undefined } }, database.url, log);
  const [current = '', aside = '', ...others] = (await readdir(home)).sort((a, b) => a.length - b.length);
  expect([current, aside, others]).toEqual(['admin-token', expect.stringMatching(/^admin-token\.\d{8}T\d{6}Z$/), []]);
  expect((await readFile(join(home, current), 'utf8')).trim()).toBe(token);
  expect((await readFile(join(home, aside), 'utf8')).trim()).toBe('slp_of_another_database');
  if (process.platform !== 'win32') expect((await stat(join(home, aside))).mode & 0o777).toBe(0o600);
  expect(warnings).toEqual([expect.stringContaining(join(home, aside))]);
});

it('puts several tokens aside within one second, but none that is the same or counts nowhere', async () => {
  const home = await mkdtemp(join(tmpdir(), 'slipway-administrator-'));
  onTestFinished(() => rm(home, { recursive: true }));
  expect(keepAdministratorToken(home, 'one')).toBeUndefined();
  expect(keepAdministratorToken(home, 'one')).toBeUndefined();
  const asides = ['two', 'three', 'four'].map((token) => keepAdministratorToken(home, token) ?? '');
  expect(await Promise.all(asides.map(async (file) => (await readFile(file, 'utf8')).trim()))).toEqual(['one', 'two', 'three']);
  expect(keepAdministratorToken(home, 'five', 'four')).toBeUndefined();
});
