import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { databaseTime } from './database-time.js';
import { DatabaseClock } from './database-clock.js';
import { Database } from './database.js';

const DAY_MS = 86_400_000;

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

it.each([120_000, -120_000, DAY_MS, -DAY_MS])('tells the time of the database on a machine whose clock is off by %i ms', async (off) => {
  const clock = new DatabaseClock(
    () => databaseTime(database),
    () => Date.now() + off,
  );
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeGreaterThan(60_000);
  await clock.onModuleInit();
  const told = clock.now().getTime();
  const real = await databaseTime(database);
  clock.onApplicationShutdown();
  expect(Math.abs(real - told)).toBeLessThan(2_000);
});

it('keeps what it knew while the database is away, and takes no answer that came late', async () => {
  let answer: () => Promise<number> = () => Promise.resolve(Date.now() + DAY_MS);
  const clock = new DatabaseClock(() => answer());
  await clock.compare();
  const known = clock.now().getTime() - Date.now();
  expect(Math.abs(known - DAY_MS)).toBeLessThan(1_000);
  answer = () => Promise.reject(new Error('away'));
  await clock.compare();
  answer = () => new Promise((resolve) => setTimeout(() => resolve(0), 1_100));
  await clock.compare();
  expect(Math.abs(clock.now().getTime() - Date.now() - DAY_MS)).toBeLessThan(1_000);
});

it('does not run back because answers are slow: what agrees with them stands', async () => {
  let ahead = 0;
  const clock = new DatabaseClock(async () => {
    const asked = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return asked + ahead;
  });
  let last = 0;
  for (const made of [300, 0, 150, 290, 10]) {
    ahead = made;
    await clock.compare();
    const told = clock.now().getTime();
    expect(told).toBeGreaterThanOrEqual(last);
    expect(Math.abs(told - Date.now())).toBeLessThan(50);
    last = told;
  }
});
