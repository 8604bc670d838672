import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { ensureAdministrator } from './ensure-administrator.js';

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
  };
  const token = await ensureAdministrator({ home, identity: { adminToken: undefined, anonymousRole: undefined } }, database.url, log);
  expect([typeof token, said]).toEqual([
    'string',
    [expect.stringMatching(/is asked again/), expect.stringMatching(/^Made the first administrator/)],
  ]);
});
