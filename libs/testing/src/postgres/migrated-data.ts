import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { startPrivatePostgres } from './private-postgres.js';

/** Where a run of vitest keeps such data; its global set-up says so, and removes them. */
export const MIGRATED_FOLDER = 'SLIPWAY_TEST_MIGRATED_FOLDER';

/**
 * The data of a cluster whose database has all migrations and nothing else: made once in a run, copied by each test that has a server of its own,
 * some tenths of a second instead of seconds. Undefined outside of vitest.
 */
export async function migratedData(): Promise<string | undefined> {
  const folder = process.env[MIGRATED_FOLDER] ?? '';
  if (folder === '') return undefined;
  const data = join(folder, 'data');
  if (existsSync(data)) return data;
  const postgres = await startPrivatePostgres(folder);
  await migrate(postgres.connectionString, { migrationsDir: migrationsFolder() });
  const own = join(folder, `data-${process.pid}`);
  await postgres.endAndKeep(own);
  // Another file of tests may have been as quick.
  if (existsSync(data)) await rm(own, { recursive: true });
  else await rename(own, data);
  return data;
}
