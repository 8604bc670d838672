import { createServer } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from './database.js';
import { reading } from './database-error.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The outcome of a read through Prisma and of one past it, at a server that treats each connection like this. */
async function readsAt(treat: 'reset' | 'end'): Promise<unknown[]> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (treat === 'reset' ? socket.resetAndDestroy() : socket.end()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const database = new Database({ url: `postgres://nobody@127.0.0.1:${port}/nothing` });
  closing.push(() => database.close());
  const reads = [() => database.client.$queryRaw`SELECT 1`, () => database.client.user.count(), () => database.pool.query('SELECT 1')];
  return Promise.all(reads.map((read) => reading<unknown>(read).catch((error: unknown) => error)));
}

it.each(['reset', 'end'] as const)('is UNAVAILABLE, by whichever way it was asked, where the connection is broken by %s', async (treat) => {
  for (const outcome of await readsAt(treat)) expect(outcome).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
});

it('tells of a connection that broke while idle without the client and its statements', async () => {
  const made = await createTestDatabase();
  closing.push(() => made.drop());
  const told: Error[] = [];
  const database = new Database({ url: made.url, onError: (error) => told.push(error) });
  closing.push(() => database.close());
  const other = new Database({ url: made.url, poolSize: 1 });
  closing.push(() => other.close());
  await database.pool.query('SELECT 1');
  await other.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await expect.poll(() => told.length).toBeGreaterThan(0);
  expect(told[0]).toMatchObject({ code: '57P01' });
  expect(JSON.stringify(told[0]).length).toBeLessThan(1_000);
});
