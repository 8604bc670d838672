import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { createTestDatabase } from '#testing/database/test-database';
import { openRegistry } from './open-registry.js';

const home = join(tmpdir(), 'slipway-no-such-home');

async function empty(): Promise<TestDatabase> {
  const database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
  onTestFinished(() => database.drop());
  return database;
}

it('opens the database of a registry, and refuses one without our tables in one sentence that names it', async () => {
  const registry = await createTestDatabase();
  onTestFinished(() => registry.drop());
  expect((await openRegistry({ home, database: { kind: 'external', url: registry.url } })).url).toBe(registry.url);

  const { url } = await empty();
  const name = new URL(url).pathname.slice(1);
  const words = new RegExp(`^There is no registry in this database \\("${name}" on \\S+:\\d+\\)\\. Set DATABASE_URL to`);
  await expect(openRegistry({ home, database: { kind: 'external', url } })).rejects.toThrow(words);
  // Another program's migrations are not ours.
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`CREATE TABLE _prisma_migrations (migration_name text, finished_at timestamptz, rolled_back_at timestamptz)`);
  await client.query(`INSERT INTO _prisma_migrations VALUES ('theirs', now(), NULL)`);
  await client.end();
  await expect(openRegistry({ home, database: { kind: 'external', url } })).rejects.toThrow(words);
});

it('makes nothing in a home that was mistyped', async () => {
  await expect(openRegistry({ home, database: { kind: 'embedded' } })).rejects.toThrow(`There is no Slipway data in ${home};`);
  expect(existsSync(home)).toBe(false);
});
