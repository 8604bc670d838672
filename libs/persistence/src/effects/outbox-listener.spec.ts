import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startFaultProxy } from '#testing/cluster/fault-proxy';
import { createTestDatabase } from '#testing/database/test-database';
import { OUTBOX_CHANNEL } from './outbox-channel.js';
import { OutboxListener } from './outbox-listener.js';

it('lays its line anew after a blackhole that nobody reports', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const url = new URL(database.url);
  const way = await startFaultProxy(Number(url.port));
  onTestFinished(() => way.close());
  const direct = new pg.Pool({ connectionString: database.url });
  onTestFinished(() => direct.end());
  url.hostname = '127.0.0.1';
  url.port = String(way.port);
  let woken = 0;
  const pace = { everyMs: 50, limitMs: 200 };
  const listener = new OutboxListener(
    url.href,
    (sql) => direct.query(sql),
    () => undefined,
    pace,
  );
  onTestFinished(() => listener.stop());
  listener.start(() => (woken += 1));
  await vi.waitFor(() => expect(listener.listening).toBe(true), { timeout: 5_000 });
  way.set('blackhole');
  await direct.query(`NOTIFY ${OUTBOX_CHANNEL}`);
  await vi.waitFor(() => expect(listener.listening).toBe(false), { timeout: 5_000 });
  way.set('pass');
  await vi.waitFor(() => expect(listener.listening).toBe(true), { timeout: 10_000 });
  const before = woken;
  await direct.query(`NOTIFY ${OUTBOX_CHANNEL}`);
  await vi.waitFor(() => expect(woken).toBeGreaterThan(before));
}, 30_000);
