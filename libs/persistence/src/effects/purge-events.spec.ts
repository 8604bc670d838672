import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from '../core/database.js';
import { PrismaOutboxStore } from './prisma-outbox-store.js';
import { purgeEvents } from './purge-events.js';

const BEFORE = new Date('2026-11-01T00:00:00Z');
const OLD = new Date('2026-10-31T23:59:59Z');

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
beforeEach(() => database.pool.query('TRUNCATE event, delivery'));

const event = (position: number | null, createdAt = OLD, workspace = 'default') => ({
  id: `${workspace}-${position ?? 'waiting'}`,
  workspace,
  type: 'webhook.test',
  apiVersion: '1',
  position,
  actor: {},
  door: 'rest',
  data: {},
  createdAt,
});
const purge = (limit: number) => new PrismaOutboxStore(database).purge('default', BEFORE, limit);
const left = async () => (await database.client.event.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id);

it('leaves no hole behind the oldest event that is kept, be it young or still to be delivered', async () => {
  const { client } = database;
  await client.event.createMany({ data: [1, 2, 4, 6].map((position) => event(position)) });
  await client.event.createMany({ data: [event(3), event(5, BEFORE), event(null), event(1, OLD, 'other')] });
  const delivery = { workspace: 'default', endpointId: 'whe_1', eventType: 'webhook.test', state: 'failing', createdAt: OLD };
  await client.delivery.create({ data: { ...delivery, id: 'dlv_1', eventId: 'default-3', position: 3 } });
  expect(await purge(100)).toBe(2);
  expect(await left()).toEqual(['default-3', 'default-4', 'default-5', 'default-6', 'default-waiting', 'other-1']);
  await client.delivery.deleteMany();
  expect(await purge(100)).toBe(2);
  expect(await left()).toEqual(['default-5', 'default-6', 'default-waiting', 'other-1']);
});

it('takes no more at once than it is told', async () => {
  await database.client.event.createMany({ data: [1, 2, 3, 4, 5].map((position) => event(position)) });
  expect([await purge(2), await purge(2), await purge(2), await purge(2)]).toEqual([2, 2, 1, 0]);
});

it.each(['30 days', '1 day'])('reads by indexes only, however much is stored (all %s old)', async (age) => {
  await database.pool.query(
    `INSERT INTO event (id, workspace, type, api_version, actor, door, data, created_at, position)
       SELECT 'e' || g, 'default', 'x', '1', '{}', 'rest', jsonb_build_object('a', repeat('x', 200)), $1::timestamptz - $2::interval, g
       FROM generate_series(1, 30000) g`,
    [new Date(BEFORE.getTime() + 86_400_000), age],
  );
  await database.pool.query(
    `INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, position, state, created_at)
       SELECT 'd' || g, 'default', 'whe_1', 'e' || g, 'x', g, 'delivered', now() FROM generate_series(20000, 30000) g`,
  );
  await database.pool.query('ANALYZE event; ANALYZE delivery');
  const { text, values } = purgeEvents('default', BEFORE, 1_000);
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ANALYZE ${text}`, [...values]);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toContain('Seq Scan');
  expect(plan).toContain('event_position');
});
