import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Expiring } from '#application/ports/retention-store';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from '../core/database.js';
import { PrismaRetentionStore, purgeStatement } from './prisma-retention-store.js';

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
beforeEach(() => database.pool.query('TRUNCATE event, delivery, webhook_endpoint'));

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
const delivery = (id: string, state: string, endpointId: string, createdAt = OLD) => ({
  id,
  eventId: `event of ${id}`,
  workspace: 'default',
  endpointId,
  eventType: 'webhook.test',
  position: 3,
  state,
  createdAt,
});
const endpoint = (id: string, state: string, deletedAt: Date | null = null) => ({
  id,
  workspace: 'default',
  url: 'https://a.example',
  eventTypes: ['*'],
  apiVersion: '1',
  state,
  secret: 's',
  ownerType: 'user',
  ownerId: 'usr_1',
  ownerName: 'u',
  createdAt: OLD,
  updatedAt: OLD,
  deletedAt,
});

const store = (): PrismaRetentionStore => new PrismaRetentionStore(database);
const purge = async (what: Expiring, limit: number) => (await store().purge(what, 'default', BEFORE, limit, null))?.removed;
const eventsLeft = async () => (await database.client.event.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id);

it('leaves no hole behind the oldest event that is kept, be it young or still to be delivered', async () => {
  const { client } = database;
  await client.event.createMany({ data: [1, 2, 4, 6].map((position) => event(position)) });
  await client.event.createMany({ data: [event(3), event(5, BEFORE), event(null), event(1, OLD, 'other')] });
  await client.delivery.create({ data: { ...delivery('dlv_1', 'failing', 'whk_1'), eventId: 'default-3' } });
  expect(await purge('events', 100)).toBe(2);
  expect(await eventsLeft()).toEqual(['default-3', 'default-4', 'default-5', 'default-6', 'default-waiting', 'other-1']);
  await client.delivery.deleteMany();
  expect(await purge('events', 100)).toBe(2);
  expect(await eventsLeft()).toEqual(['default-5', 'default-6', 'default-waiting', 'other-1']);
});

it('takes no more at once than it is told, and goes on after it', async () => {
  await database.client.event.createMany({ data: [1, 2, 3, 4, 5].map((position) => event(position)) });
  const first = await store().purge('events', 'default', BEFORE, 2, null);
  expect(first).toMatchObject({ removed: 2, next: ['2'] });
  expect(await store().purge('events', 'default', BEFORE, 2, ['2'])).toMatchObject({ removed: 2, next: ['4'] });
  expect(await store().purge('events', 'default', BEFORE, 2, ['4'])).toMatchObject({ removed: 1, next: null });
});

it('keeps what an active endpoint is still to be sent, however old, and nothing for an endpoint that was disabled for so long', async () => {
  const { client } = database;
  await client.webhookEndpoint.createMany({
    data: [endpoint('active', 'active'), endpoint('disabled', 'disabled'), endpoint('deleted', 'active', OLD)],
  });
  const states = ['pending', 'failing', 'delivered', 'dead'];
  await client.delivery.createMany({
    data: ['active', 'disabled', 'deleted', 'missing'].flatMap((one) => states.map((state) => delivery(`${one} ${state}`, state, one))),
  });
  await client.delivery.create({ data: delivery('young', 'delivered', 'active', BEFORE) });
  expect(await purge('deliveries', 100)).toBe(14);
  expect((await client.delivery.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id)).toEqual([
    'active failing',
    'active pending',
    'young',
  ]);
});

it('keeps a redelivery until it has ended, and then for as long as deliveries', async () => {
  const { client } = database;
  const common = { workspace: 'default', endpointId: 'whk_1', states: ['dead'], until: OLD, requestedAt: OLD, afterAt: OLD, afterId: '' };
  const ended = { a: OLD, b: OLD, young: BEFORE, running: null };
  await client.redelivery.createMany({ data: Object.entries(ended).map(([id, endedAt]) => ({ ...common, id, endedAt })) });
  expect([await purge('redeliveries', 1), await purge('redeliveries', 100)]).toEqual([1, 1]);
  expect((await client.redelivery.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id)).toEqual(['running', 'young']);
});

it('passes over what somebody is changing, and does nothing while another process is at it', async () => {
  await database.client.delivery.createMany({ data: [delivery('a', 'dead', 'whk_1'), delivery('b', 'dead', 'whk_1')] });
  await database.client.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE delivery SET attempts = 7 WHERE id = 'a'`;
    expect(await purge('deliveries', 100)).toBe(1);
    await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(7305221002)) AS locked`;
    expect(await store().purge('deliveries', 'default', BEFORE, 100, null)).toBeNull();
  });
  expect(await purge('deliveries', 100)).toBe(1);
});

it.each<[Expiring, string]>([
  ['events', '30 days'],
  ['events', '1 day'],
  ['deliveries', '30 days'],
  ['deliveries', '1 day'],
])('reads %s by indexes only, however much is stored (all %s old)', async (what, age) => {
  const newest = new Date(BEFORE.getTime() + 86_400_000);
  await database.pool.query(
    `INSERT INTO event (id, workspace, type, api_version, actor, door, data, created_at, position)
       SELECT 'e' || g, 'default', 'x', '1', '{}', 'rest', jsonb_build_object('a', repeat('x', 200)), $1::timestamptz - $2::interval, g
       FROM generate_series(1, 30000) g`,
    [newest, age],
  );
  await database.pool.query(
    `INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, position, state, created_at)
       SELECT 'd' || g, 'default', 'whe_1', 'e' || g, 'x', g, 'delivered', $1::timestamptz - $2::interval FROM generate_series(20000, 30000) g`,
    [newest, age],
  );
  await database.pool.query('ANALYZE event; ANALYZE delivery');
  const { text, values } = purgeStatement(what, 'default', BEFORE, 500, null);
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ANALYZE ${text}`, [...values]);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toMatch(/Seq Scan on (event|delivery)/);
  expect(plan).toContain(what === 'events' ? 'event_position' : 'delivery_workspace_created_at_id_idx');
});
