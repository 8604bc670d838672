import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from '../core/database.js';
import { waitingStatement } from './prisma-outbox-store.js';

it('steps over what was dispatched before, however much that is', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(() => drop());
  const database = new Database({ url });
  onTestFinished(() => database.close());
  // No VACUUM may come between: it would do by chance what is to be done each time.
  await database.client.$executeRaw`ALTER TABLE event SET (autovacuum_enabled = off)`;
  await database.client.$executeRaw`
    INSERT INTO event (id, workspace, type, api_version, data, actor, door, created_at)
    SELECT 'evt_' || n, 'default', 'model.created', '2026-11-01', jsonb_build_object('note', repeat('x', 1500)), '{}', 'rest', now() FROM generate_series(1, 3000) AS n`;
  await database.client.$executeRaw`UPDATE event SET position = ordinal WHERE id <> 'evt_3000'`;
  const { text, values } = waitingStatement('default', 500);
  const pages = async (): Promise<number> => {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
      [...values],
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? Number.NaN) + (plan?.['Shared Read Blocks'] ?? Number.NaN);
  };
  // The first marks what is dead, or one soon after: what nobody may still see the server finds out now and then.
  expect(await pages()).toBeGreaterThan(300);
  await expect.poll(pages, { timeout: 10_000 }).toBeLessThan(60);
});
