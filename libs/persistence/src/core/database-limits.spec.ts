import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { PrismaOutboxStore } from '../effects/prisma-outbox-store.js';
import { translateDatabaseError } from './database-error.js';
import { Database } from './database.js';

let url: string;
const closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  const made = await createTestDatabase();
  url = made.url;
  closing.push(() => made.drop());
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function open(idleInTransactionMs?: number): Database {
  const database = new Database({ url, ...(idleInTransactionMs === undefined ? {} : { idleInTransactionMs }) });
  closing.push(() => database.close());
  return database;
}

it.each(['client', 'slow'] as const)('bounds on %s what a lost client holds and how long a lock is waited for', async (way) => {
  const rows = await open()[way].$queryRaw<{ name: string; setting: string }[]>`
    SELECT name, setting FROM pg_settings WHERE name IN ('idle_in_transaction_session_timeout', 'idle_session_timeout', 'lock_timeout', 'tcp_keepalives_count',
      'tcp_keepalives_idle', 'tcp_keepalives_interval') ORDER BY name`;
  expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
    idle_in_transaction_session_timeout: '5000',
    idle_session_timeout: '10000',
    lock_timeout: '1500',
    tcp_keepalives_count: '3',
    tcp_keepalives_idle: '5',
    tcp_keepalives_interval: '2',
  });
});

it('takes the lock of the relay from a process that says nothing more within its transaction', async () => {
  const frozen = await open(2_500).pool.connect();
  const cut: unknown[] = [];
  frozen.on('error', (error) => cut.push(error));
  const next = open();
  const outbox = new PrismaOutboxStore(next);
  await frozen.query('BEGIN');
  await frozen.query('SELECT pg_advisory_xact_lock(7305221001)');
  const relay = () =>
    outbox.dispatch('default', [], []).then(
      () => 'locked',
      (error: unknown) => error,
    );
  expect(await relay()).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
  await expect.poll(relay, { timeout: 5_000 }).toBe('locked');
  expect(cut[0]).toMatchObject({ code: '25P03' });
  frozen.release(true);
});

it('answers a deadlock by UNAVAILABLE, and ends neither transaction with half of its work', async () => {
  const database = open();
  await database.pool.query('CREATE TABLE seat (id int PRIMARY KEY, taken int NOT NULL); INSERT INTO seat VALUES (1, 0), (2, 0)');
  let arrived = 0;
  let meet: () => void = () => undefined;
  const both = new Promise<void>((resolve) => (meet = resolve));
  const change = (first: number, second: number) =>
    database.client
      .$transaction(async (tx) => {
        await tx.$executeRaw`UPDATE seat SET taken = taken + 1 WHERE id = ${first}`;
        arrived += 1;
        if (arrived === 2) meet();
        await both;
        await tx.$executeRaw`UPDATE seat SET taken = taken + 1 WHERE id = ${second}`;
      })
      .then(() => 'done', translateDatabaseError);
  const outcomes = await Promise.all([change(1, 2), change(2, 1)]);
  expect(outcomes).toContain('done');
  expect(outcomes.find((one) => one !== 'done')).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
  expect((await database.pool.query('SELECT taken FROM seat ORDER BY id')).rows).toEqual([{ taken: 1 }, { taken: 1 }]);
});
