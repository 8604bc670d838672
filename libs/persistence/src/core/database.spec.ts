import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from './database.js';

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
beforeAll(async () => {
  made = await createTestDatabase();
  database = new Database({ url: made.url });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

it('plans each search for its own values, from the first query of a connection on, and says nothing that is deprecated', async () => {
  const warned: Error[] = [];
  const note = (warning: Error): unknown => warned.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const modes = await Promise.all(
    Array.from({ length: 6 }, () => database.slow.$queryRaw<object[]>`SELECT current_setting('plan_cache_mode') AS mode`),
  );
  expect(modes.flat()).toEqual(Array.from({ length: 6 }, () => ({ mode: 'force_custom_plan' })));
  expect(await database.client.$queryRaw`SELECT current_setting('plan_cache_mode') AS mode`).toEqual([{ mode: 'auto' }]);
  expect(warned).toEqual([]);
});
