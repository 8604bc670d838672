import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { createTestDatabase } from './test-database.js';

async function query(url: string, sql: string): Promise<unknown[][]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

it('gives everybody who asks at the same time a migrated database of their own', async () => {
  const databases = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase()));
  onTestFinished(async () => void (await Promise.all(databases.map((database) => database.drop()))));
  expect(new Set(databases.map((database) => database.url)).size).toBe(6);
  for (const { url } of databases) {
    await query(url, 'CREATE TABLE only_here (n int)');
    expect(await query(url, 'SELECT count(*) > 0 FROM _prisma_migrations WHERE finished_at IS NOT NULL')).toEqual([[true]]);
  }
});

it('drops a database that is still in use', async () => {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  client.on('error', () => undefined);
  await client.connect();
  await database.drop();
  await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/);
});
