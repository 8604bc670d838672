import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import type { DatabaseSize } from './database-size.js';
import { fillDatabase } from './fill-database.js';

/** A running server on a kept folder. */
export interface SizedCluster {
  /** Of the owner, who is no superuser. */
  readonly url: string;
  readonly superuserUrl: string;
  stop(): Promise<void>;
}

/** Starts the server of a folder with its settings as in production, or without waiting for the disk (`fast`). */
export async function startCluster(folder: string, options: { readonly fast?: boolean } = {}): Promise<SizedCluster> {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o711);
  const log = { info: () => undefined, warn: (message: string) => console.error(message) };
  const server = await startEmbeddedPostgres({ home: folder, log, ...options });
  return { url: server.url, superuserUrl: superuser(server), stop: () => server.stop() };
}

/**
 * Makes the database of that size in a folder, unless it is there, and leaves it stopped. `migrations` is the folder of the migrations to
 * apply before it is filled.
 */
export async function makeCluster(
  folder: string,
  size: DatabaseSize,
  say: (line: string) => void,
  migrations = migrationsFolder(),
): Promise<void> {
  if (existsSync(join(folder, 'postgres', 'data'))) {
    say(`${folder} is there already.`);
    return;
  }
  const cluster = await startCluster(folder, { fast: true });
  try {
    await migrate(cluster.url, { migrationsDir: migrations });
    await fillDatabase(cluster.superuserUrl, size, say);
  } finally {
    await cluster.stop();
  }
}

function superuser(server: EmbeddedPostgres): string {
  const url = new URL(server.url);
  url.username = 'postgres';
  url.password = encodeURIComponent(readFileSync(join(dirname(server.data), 'password'), 'utf8').trim());
  return url.href;
}
