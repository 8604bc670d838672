import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { FollowEvents } from '#application/follow-events/follow-events';
import type { Actor } from '#domain/access/actor';
import { Database } from '#persistence/core/database';
import { PrismaEventStore } from '#persistence/events/prisma-event-store';
import { createTestDatabase } from '#testing/database/test-database';
import { dispatchEvents } from '#testing/events/dispatch-events';
import { user } from '#testing/promotion/actors';
import { EventStream, type StreamPaces } from './event-stream.js';
import { EventTail } from './event-tail.js';

const QUICK: StreamPaces = { heartbeat: 30, recheck: 10, stall: 50 };
const admin = user('root', 'admin');

let database: Database;
let drop: () => Promise<void>;
let tail: EventTail;
let rules: FollowEvents;
beforeAll(async () => {
  const made = await createTestDatabase();
  database = new Database({ url: made.url });
  drop = made.drop;
  rules = new FollowEvents(new PrismaEventStore(database));
});
beforeEach(() => {
  tail = new EventTail(new PrismaEventStore(database));
});
afterEach(() => tail.beforeApplicationShutdown());
afterAll(async () => {
  await database.close();
  await drop();
});

function open(position: number, resolve: () => Promise<Actor | null>, paces: Partial<StreamPaces> = {}): EventStream {
  return new EventStream({ selection: {}, actor: admin, position, resolve }, tail, rules, { ...QUICK, ...paces });
}

/** Takes what the stream gives until a text has come that fits. */
async function take(stream: EventStream, wanted: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of stream.output.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if (wanted.test(text)) return text;
  }
  return `${text}[ended]`;
}

it('gives signs of life that carry the place, so that a quiet reader comes back near the head', async () => {
  const stream = open(7, () => Promise.resolve(admin));
  expect(await take(stream, /: heartbeat\nid: 7\n\n/)).toMatch(/^retry: 3000\nid: 7\n\n/);
  stream.output.destroy();
});

it('drops a reader that takes nothing', async () => {
  const stream = open(0, () => Promise.resolve(admin));
  // More than the stream's own buffer holds, so that it stands still.
  await database.client.$executeRaw`
    INSERT INTO event (id, workspace, type, api_version, actor, door, data, created_at)
    SELECT 'evt_' || n, 'default', 'endpoint.disabled', '1', '{}', 'rest', jsonb_build_object('text', repeat('x', 10000)), now()
    FROM generate_series(1, 50) n`;
  await dispatchEvents(database);
  stream.output.read(0);
  await once(stream.output, 'close');
  expect(stream.output.destroyed).toBe(true);
});

it('ends in order when the credential no longer holds, and goes on where that cannot be asked', async () => {
  let answer: () => Promise<Actor | null> = () => Promise.reject(new Error('the database is away'));
  const stream = open(50, () => answer(), { stall: 10_000 });
  expect(await take(stream, /heartbeat/)).not.toMatch(/ended/);
  answer = () => Promise.resolve(null);
  expect(await take(stream, /never/)).toMatch(/\[ended\]$/);
});

it('ends in order when the service does', async () => {
  const stream = open(50, () => Promise.resolve(admin), { stall: 10_000 });
  await take(stream, /retry/);
  tail.beforeApplicationShutdown();
  expect(await take(stream, /never/)).toMatch(/\[ended\]$/);
});

it('wakes every stream for a new event, and shows nobody what they may not see', async () => {
  const reader = user('rita', 'reader');
  const streams = [admin, admin, reader].map(
    (actor) =>
      new EventStream({ selection: {}, actor, position: 50, resolve: () => Promise.resolve(actor) }, tail, rules, {
        ...QUICK,
        stall: 10_000,
      }),
  );
  await database.client.$executeRaw`
    INSERT INTO event (id, workspace, type, api_version, actor, door, data, created_at)
    VALUES ('evt_live', 'default', 'endpoint.disabled', '1', '{}', 'rest', '{}', now())`;
  await dispatchEvents(database);
  const texts = await Promise.all(streams.map((stream) => take(stream, /heartbeat\nid: 51/)));
  expect(texts.map((text) => text.includes('evt_live'))).toEqual([true, true, false]);
  for (const { output } of streams) output.destroy();
});
