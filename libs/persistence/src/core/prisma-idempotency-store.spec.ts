import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { createTestDatabase } from '#testing/database/test-database';
import { contextOf, user } from '#testing/promotion/actors';
import { Database } from './database.js';
import { PrismaIdempotencyStore } from './prisma-idempotency-store.js';
import { PrismaUnitOfWork } from './prisma-unit-of-work.js';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  drop = () => made.drop();
  database = new Database({ url: made.url });
});
afterAll(async () => {
  await database.close();
  await drop();
});

const keyed = (key: string, name = 'ann', bodyHash = 'h1'): CommandContext =>
  contextOf(user(name, 'admin'), { idempotency: { route: 'POST /api/v1/models', key, bodyHash } });

const outcome = (resourceId: string) => ({ status: 201, resourceType: 'model', resourceId });

it('tells a repeat what the first command made, whatever its body', async () => {
  const store = new PrismaIdempotencyStore(database);
  const work = new PrismaUnitOfWork(database);
  expect(await store.find(keyed('a'))).toBeNull();
  expect(await work.run((tx) => store.claim(tx, keyed('a'), outcome('mdl_1')))).toBeNull();
  const known = { bodyHash: 'h1', status: 201, resourceId: 'mdl_1' };
  expect(await work.run((tx) => store.claim(tx, keyed('a', 'ann', 'h2'), outcome('mdl_2')))).toEqual(known);
  expect(await store.find(keyed('a'))).toEqual(known);
  expect(await work.run((tx) => store.claim(tx, keyed('a', 'bob'), outcome('mdl_3')))).toBeNull();
});

it('forgets the key of a command that was rolled back', async () => {
  const store = new PrismaIdempotencyStore(database);
  const work = new PrismaUnitOfWork(database);
  const failed = work.run(async (tx) => {
    await store.claim(tx, keyed('b'), outcome('mdl_1'));
    throw new Error('refused');
  });
  await expect(failed).rejects.toThrow('refused');
  expect(await store.find(keyed('b'))).toBeNull();
});

it('lets exactly one of many rivals have the key', async () => {
  const store = new PrismaIdempotencyStore(database);
  const work = new PrismaUnitOfWork(database);
  const claims = await Promise.all(Array.from({ length: 8 }, (_, n) => work.run((tx) => store.claim(tx, keyed('c'), outcome(`mdl_${n}`)))));
  const winners = claims.flatMap((known, n) => (known === null ? [`mdl_${n}`] : []));
  expect(winners).toHaveLength(1);
  expect(new Set(claims.flatMap((known) => known?.resourceId ?? []))).toEqual(new Set(winners));
});

it('does nothing without a key', async () => {
  const store = new PrismaIdempotencyStore(database);
  const context = contextOf(user('ann', 'admin'));
  expect(await new PrismaUnitOfWork(database).run((tx) => store.claim(tx, context, outcome('mdl_1')))).toBeNull();
  expect(await store.find(context)).toBeNull();
});
