import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { AlreadyRunningError } from '#platform/embedded-postgres/already-running-error';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';

const PREFIX = 'slipway-test-';
/** A home without a lock that is older than this was left by a run that was killed while starting. */
const ABANDONED_MS = 600_000;
/** PostgreSQL's object_in_use: somebody is connected to the template. */
const OBJECT_IN_USE = '55006';
const CLONE_TRIES = 100;

/** Where clones come from; plain data, so that it can be handed to the processes of test files. */
export interface TemplateDatabase {
  /** A database of the same server to send CREATE DATABASE to. */
  readonly adminUrl: string;
  readonly template: string;
}

/** A database of one test file or bench. */
export interface TestDatabase {
  readonly url: string;
  /** Ends all sessions and removes it. */
  drop(): Promise<void>;
}

/** A server with a migrated template database. */
export interface TestCluster extends TemplateDatabase {
  createDatabase(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/**
 * Starts an embedded server that waits for no disk, and migrates a template database. With SLIPWAY_TEST_DATABASE_URL that server is used
 * instead (CI: the oldest PostgreSQL that we support); its role needs CREATEDB. Also removes what killed runs left behind.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const given = process.env['SLIPWAY_TEST_DATABASE_URL'];
  if (given !== undefined && given !== '') return withTemplate(given, () => Promise.resolve());
  await sweepAbandoned();
  const home = mkdtempSync(join(tmpdir(), PREFIX));
  // The server's account must pass through when we are root.
  chmodSync(home, 0o711);
  const log = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ home, log, fast: true });
  return withTemplate(server.url, async () => {
    await server.stop();
    await removeEmbeddedPostgres(home);
  });
}

/** Clones the template: some tens of milliseconds instead of a migration. */
export async function cloneDatabase(from: TemplateDatabase): Promise<TestDatabase> {
  const name = `slipway_t_${randomBytes(8).toString('hex')}`;
  await admin(from.adminUrl, async (client) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.query(`CREATE DATABASE ${name} TEMPLATE ${from.template}`);
        return;
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || error.code !== OBJECT_IN_USE || attempt === CLONE_TRIES) throw error;
        await delay(50);
      }
    }
  });
  return { url: urlOf(from.adminUrl, name), drop: () => dropDatabase(from.adminUrl, name) };
}

async function withTemplate(adminUrl: string, stopServer: () => Promise<void>): Promise<TestCluster> {
  const template = `slipway_template_${randomBytes(8).toString('hex')}`;
  const stop = async (): Promise<void> => {
    try {
      await admin(adminUrl, (client) => client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS true`));
      await dropDatabase(adminUrl, template);
    } finally {
      await stopServer();
    }
  };
  try {
    await admin(adminUrl, (client) =>
      client.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`),
    );
    await migrate(urlOf(adminUrl, template), { migrationsDir: migrationsFolder() });
    // From here on nobody can be connected to it, which a clone requires.
    await admin(adminUrl, (client) => client.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`));
  } catch (error) {
    await stop().catch(() => undefined);
    throw error;
  }
  return { adminUrl, template, stop, createDatabase: () => cloneDatabase({ adminUrl, template }) };
}

/** An autovacuum worker belongs to the superuser and may not be ended by us; it gives way by itself, soon. */
const NOT_YET = new Set(['42501', '55006']);
const DROP_TRIES = 100;

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await admin(adminUrl, async (client) => {
    for (let tries = 1; ; tries += 1) {
      try {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        return;
      } catch (error) {
        if (!(error instanceof pg.DatabaseError) || !NOT_YET.has(error.code ?? '') || tries === DROP_TRIES) throw error;
        await delay(100);
      }
    }
  });
}

async function admin(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = join(tmpdir(), name);
    try {
      const started = existsSync(join(home, 'slipway.lock'));
      if (started || Date.now() - statSync(home).mtimeMs > ABANDONED_MS) await removeEmbeddedPostgres(home);
    } catch (error) {
      // It is in use, or another run or another user's: not ours to clean.
      if (!(error instanceof AlreadyRunningError) && !(error instanceof Error && 'code' in error)) throw error;
    }
  }
}
