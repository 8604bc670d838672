import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { PurgeHistory } from './purge-history.js';
import { Database } from '#persistence/core/database';
import { PrismaRetentionStore } from '#persistence/effects/prisma-retention-store';
import { createTestDatabase } from '#testing/database/test-database';

const NOW = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);
const clock = { now: () => NOW };

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  drop = made.drop;
  database = new Database({ url: made.url });
});
afterAll(async () => {
  await database.close();
  await drop();
});
beforeEach(() => database.pool.query('TRUNCATE event, delivery, delivery_attempt, idempotency_key, webhook_endpoint'));

const purge = (): PurgeHistory => new PurgeHistory(new PrismaRetentionStore(database), clock);

const key = (name: string, createdAt: Date) => ({
  workspace: 'default',
  actorId: 'usr_1',
  route: 'POST /models',
  key: name,
  bodyHash: 'h',
  status: 201,
  resourceType: 'model',
  resourceId: 'mdl_1',
  createdAt,
});
const event = (id: string, position: number | null, createdAt: Date) => ({
  id,
  workspace: 'default',
  type: 'webhook.test',
  apiVersion: '1',
  position,
  actor: {},
  door: 'rest',
  data: {},
  createdAt,
});

/** Deliveries and their events of a month ago, one a second. */
async function oldDeliveries(count: number): Promise<void> {
  await database.pool.query(
    `INSERT INTO event (id, workspace, type, api_version, position, actor, door, data, created_at)
       SELECT 'e' || g, 'default', 'x', '1', g, '{}', 'rest', '{}', $1::timestamptz + g * interval '1 second' FROM generate_series(1, $2::int) g`,
    [daysAgo(40), count],
  );
  await database.pool.query(`INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, position, state, created_at)
       SELECT 'd' || e.id, 'default', 'whe_1', e.id, 'x', e.position, 'delivered', e.created_at FROM event e`);
  await database.pool
    .query(`INSERT INTO delivery_attempt (delivery_id, number, workspace, started_at, duration_ms, outcome, request_headers)
       SELECT d.id, 1, 'default', d.created_at, 1, 'delivered', '{}' FROM delivery d`);
}

async function left(): Promise<readonly number[]> {
  const { client } = database;
  return [await client.delivery.count(), await client.deliveryAttempt.count(), await client.event.count()];
}

it('forgets idempotency keys after a day, events after thirty, and nothing that is still to be dispatched', async () => {
  const { client } = database;
  await client.idempotencyKey.createMany({ data: [key('old', daysAgo(1.1)), key('new', daysAgo(0.9))] });
  await client.event.createMany({
    data: [event('evt_old', 1, daysAgo(31)), event('evt_waiting', null, daysAgo(31)), event('evt_new', 2, daysAgo(29))],
  });
  expect(await purge().execute('default')).toEqual({ removed: 2, more: false });
  expect((await client.idempotencyKey.findMany()).map((row) => row.key)).toEqual(['new']);
  expect((await client.event.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id)).toEqual(['evt_new', 'evt_waiting']);
});

it('goes on where its turn ended, until nothing is left', async () => {
  await oldDeliveries(1_700);
  const one = purge();
  const turns = [];
  do turns.push(await one.execute('default', 1));
  while (turns.at(-1)?.more === true && turns.length < 50);
  expect(turns.length).toBeGreaterThan(3);
  expect(await left()).toEqual([0, 0, 0]);
});

it('removes each row once where two workers are at it', async () => {
  await oldDeliveries(3_000);
  let removed = 0;
  const worker = async (): Promise<void> => {
    const one = purge();
    for (let turn: { removed: number; more: boolean } = { removed: 0, more: true }; turn.more;) {
      turn = await one.execute('default', 50);
      removed += turn.removed;
    }
  };
  await Promise.all([worker(), worker()]);
  expect(removed).toBe(6_000);
  expect(await left()).toEqual([0, 0, 0]);
});

it('leaves every delivery with its attempts and its event where it is killed halfway', async () => {
  await oldDeliveries(1_200);
  await database.pool.query(`
    CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.id = 'de700' THEN PERFORM pg_sleep(30); END IF; RETURN OLD; END $$;
    CREATE TRIGGER slow BEFORE DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION slow()`);
  try {
    const killed = purge()
      .execute('default')
      .then(
        () => 'ended',
        () => 'killed',
      );
    for (let ended = 0; ended === 0;) {
      const { rows } = await database.pool.query<{ ended: boolean }>(
        `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()`,
      );
      ended = rows.length;
    }
    expect(await killed).toBe('killed');
  } finally {
    await database.pool.query('DROP FUNCTION slow CASCADE');
  }
  expect(await left()).toEqual([700, 700, 1_200]);
  expect(await purge().execute('default')).toEqual({ removed: 1_900, more: false });
  expect(await left()).toEqual([0, 0, 0]);
});

it('never touches the audit log', async () => {
  await database.pool
    .query(`INSERT INTO audit_entry (id, workspace, at, actor, actor_id, door, action, outcome, object_type, object_id, data)
    VALUES ('aud_1', 'default', '2020-01-01', '{}', 'usr_1', 'rest', 'x', 'done', 'x', 'x', '{}')`);
  await purge().execute('default');
  expect(await database.client.auditEntry.count()).toBe(1);
});
