import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFaultProxy, type FaultProxy } from '#testing/cluster/fault-proxy';
import { createTestDatabase } from '#testing/database/test-database';
import { Database } from './database.js';
import { PrismaUnitOfWork, sqlOf } from './prisma-unit-of-work.js';

let proxy: FaultProxy;
let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const made = await createTestDatabase();
  drop = () => made.drop();
  const url = new URL(made.url);
  proxy = await startFaultProxy(Number(url.port));
  url.port = String(proxy.port);
  url.searchParams.set('options', '-c statement_timeout=1900');
  database = new Database({ url: url.href, poolSize: 2 });
});
afterAll(async () => {
  await database.close();
  await proxy.close();
  await drop();
});

it("obeys what the operator put into the address's options", async () => {
  const { rows } = await database.pool.query<{ keepalives: string }>(`SELECT current_setting('tcp_keepalives_idle') AS keepalives`);
  expect(rows).toEqual([{ keepalives: '5' }]);
});

it('answers for a transaction whose way to the database is gone, and hands none of its connections to the next', async () => {
  const unit = new PrismaUnitOfWork(database);
  const gone = unit.run(async (tx) => {
    await sqlOf(database, tx).$queryRaw`SELECT 1`;
    proxy.set('blackhole');
    await sqlOf(database, tx).$queryRaw`SELECT 2`;
  });
  await expect(gone).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  proxy.set('pass');
  expect(database.pool.totalCount).toBe(0);
  expect(await unit.run(() => Promise.resolve('done'))).toBe('done');
});

it('ends a connection on which no answer came, so that the end of its transaction does not wait for another limit', async () => {
  const client = await database.pool.connect();
  await client.query('BEGIN');
  proxy.set('blackhole');
  await expect(client.query('SELECT 1')).rejects.toThrow('Query read timeout');
  await expect(client.query('ROLLBACK')).rejects.not.toThrow('Query read timeout');
  client.release();
  proxy.set('pass');
  expect((await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
});
