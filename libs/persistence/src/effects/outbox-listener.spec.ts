import pg from 'pg';
import { expect, it, onTestFinished, vi } from 'vitest';
import { databaseBehindProxy } from '#testing/cluster/database-behind-proxy';
import { createTestDatabase } from '#testing/database/test-database';
import { OUTBOX_CHANNEL } from './outbox-channel.js';
import { OutboxListener } from './outbox-listener.js';

it('lays its line anew after a blackhole that nobody reports', async () => {
  const { database, way, url } = await databaseBehindProxy();
  const direct = new pg.Pool({ connectionString: database.url });
  onTestFinished(() => direct.end());
  let woken = 0;
  const pace = { everyMs: 50, limitMs: 200 };
  const listener = new OutboxListener(
    url,
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

it('tests only the line it has, where another broke while its test was sent', async () => {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const direct = new pg.Pool({ connectionString: database.url });
  onTestFinished(() => direct.end());
  const sent: PromiseWithResolve[] = [];
  const pace = { everyMs: 60_007, limitMs: 60_003 };
  const query = () => {
    const one = promiseWithResolve();
    sent.push(one);
    return one.promise;
  };
  const listener = new OutboxListener(database.url, query, () => undefined, pace);
  onTestFinished(() => listener.stop());
  const timers = vi.spyOn(globalThis, 'setTimeout');
  onTestFinished(() => timers.mockRestore());
  const tests = () => timers.mock.calls.filter(([, ms]) => ms === pace.limitMs).length;
  listener.start(() => undefined);
  await vi.waitFor(() => expect(sent).toHaveLength(1), { timeout: 5_000 });
  await direct.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'slipway-listen' AND datname = current_database()`,
  );
  await vi.waitFor(() => expect(sent).toHaveLength(2), { timeout: 5_000 });
  for (const [index, armed] of [0, 1].entries()) {
    sent[index]?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(tests()).toBe(armed);
  }
}, 30_000);

interface PromiseWithResolve {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
}

function promiseWithResolve(): PromiseWithResolve {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
