import { afterAll, beforeAll, expect, it } from 'vitest';
import { PurgeHistory } from './purge-history.js';
import { Database } from '#persistence/core/database';
import { PrismaIdempotencyStore } from '#persistence/core/prisma-idempotency-store';
import { PrismaDeliveryStore } from '#persistence/effects/prisma-delivery-store';
import { PrismaOutboxStore } from '#persistence/effects/prisma-outbox-store';
import { createTestDatabase } from '#testing/database/test-database';

const NOW = new Date('2026-11-21T12:00:00Z');
const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);

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

it('forgets idempotency keys after a day, deliveries and events after thirty, and nothing that is still to be sent', async () => {
  const { client } = database;
  await client.idempotencyKey.createMany({ data: [key('old', daysAgo(1.1)), key('new', daysAgo(0.9))] });
  await client.event.createMany({
    data: [event('evt_old', 1, daysAgo(31)), event('evt_waiting', null, daysAgo(31)), event('evt_new', 2, daysAgo(29))],
  });
  const purge = new PurgeHistory(new PrismaDeliveryStore(database), new PrismaOutboxStore(database), new PrismaIdempotencyStore(database), {
    now: () => NOW,
  });
  expect(await purge.execute('default')).toBe(2);
  expect((await client.idempotencyKey.findMany()).map((row) => row.key)).toEqual(['new']);
  expect((await client.event.findMany({ orderBy: { id: 'asc' } })).map((row) => row.id)).toEqual(['evt_new', 'evt_waiting']);
});
