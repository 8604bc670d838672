import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Database } from '#persistence/core/database';
import { PrismaRetentionStore } from '#persistence/effects/prisma-retention-store';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { runProgram } from '#testing/operation/run-program';
import { findPeer, missingPeer } from '#testing/peers/peer';
import { startPrivatePostgres, type PrivatePostgres } from '#testing/postgres/private-postgres';
import { tellStory } from '#testing/where/tell-story';

const POSTGRES = findPeer('postgresql-15');
if (POSTGRES === null) console.log(missingPeer('postgresql-15'));
const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const LONG_MS = 240_000;

describe.skipIf(POSTGRES === null)("on Debian's PostgreSQL 15, as a user who is no superuser", () => {
  let cluster: PrivatePostgres;
  let admin: pg.Client;
  beforeAll(async () => {
    const bin = dirname(POSTGRES ?? '');
    cluster = await startPrivatePostgres(tmpdir(), { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') });
    admin = new pg.Client({ connectionString: cluster.connectionString });
    await admin.connect();
    await admin.query(`CREATE ROLE slipway LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD 'known'`);
  }, LONG_MS);
  afterAll(async () => {
    await admin.end();
    await cluster.stop();
  });

  const urlOf = (database: string): string => {
    const url = new URL(cluster.connectionString);
    Object.assign(url, { username: 'slipway', password: 'known', pathname: `/${database}` });
    return url.href;
  };

  /** Boots everything in one process, which migrates. */
  async function boot(database: string) {
    const home = await mkdtemp(join(tmpdir(), 'slipway-debian-'));
    const env = serviceEnvironment(urlOf(database), home);
    const program = runProgram(SERVER, { ...env, PORT: '0' });
    onTestFinished(async () => {
      await program.stop();
      await rm(home, { recursive: true, force: true });
    });
    return { program, token: env.SLIPWAY_ADMIN_TOKEN };
  }

  it(
    'migrates, tells the whole story with its deliveries and deploys, and purges, with the queue on that database',
    async () => {
      expect((await admin.query<{ version: string }>('SELECT version()')).rows[0]?.version).toMatch(/^PostgreSQL 15\.\d+ \(Debian/);
      // As one does it since PostgreSQL 15: the schema "public" belongs to whoever owns the database, and to nobody else.
      await admin.query('CREATE DATABASE owned OWNER slipway');
      const { program, token } = await boot('owned');
      const [, url = ''] = await program.waitFor(/Slipway is running at (\S+)/);
      await tellStory(url, token);
      const database = new Database({ url: urlOf('owned') });
      onTestFinished(() => database.close());
      const delivered = await database.client.delivery.count({ where: { state: 'delivered' } });
      expect(delivered).toBeGreaterThan(0);
      const jobs = await database.pool.query<{ schema: string }>(
        `SELECT schemaname AS schema FROM pg_tables WHERE schemaname = 'bullmq' AND tableowner = 'slipway' LIMIT 1`,
      );
      expect(jobs.rows).toHaveLength(1);
      await vi.waitFor(
        async () => expect(await database.client.delivery.count({ where: { state: { in: ['pending', 'failing'] } } })).toBe(0),
        { timeout: 20_000 },
      );

      const future = new Date(Date.now() + 86_400_000);
      const retention = new PrismaRetentionStore(database);
      expect((await retention.purge('deliveries', 'default', future, 1_000, null))?.removed).toBe(delivered);
      expect((await retention.purge('events', 'default', future, 1_000, null))?.removed).toBeGreaterThan(0);
      expect(await program.stop()).toBe(0);
      expect(program.stderr()).toBe('');
    },
    LONG_MS,
  );

  it(
    "also runs in somebody else's database that lets it create, and says so where the tables would go into another schema",
    async () => {
      await admin.query('CREATE DATABASE shared');
      const inside = new pg.Client({ connectionString: cluster.connectionString.replace(/\/postgres$/, '/shared') });
      inside.on('error', () => undefined);
      await inside.connect();
      await inside.query('GRANT CREATE ON DATABASE shared TO slipway');
      await inside.query('GRANT CREATE ON SCHEMA public TO slipway');
      // The first of the search path is "$user".
      await inside.query('CREATE SCHEMA slipway AUTHORIZATION slipway');
      const refused = await boot('shared');
      expect(await refused.program.ended).toBe(1);
      expect(refused.program.stderr()).toMatch(
        /search path begins with "slipway".*ALTER ROLE slipway IN DATABASE shared SET search_path = public\n$/,
      );
      await inside.query('ALTER ROLE slipway IN DATABASE shared SET search_path = public');
      const { program } = await boot('shared');
      const [, url = ''] = await program.waitFor(/Slipway is running at (\S+)/);
      await vi.waitFor(async () => expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({ status: 'ready' }), {
        timeout: 20_000,
      });
      const { rows } = await inside.query<{ schema: string }>(`SELECT schemaname AS schema FROM pg_tables WHERE tablename = 'promotion'`);
      await inside.end();
      expect(rows).toEqual([{ schema: 'public' }]);
    },
    LONG_MS,
  );

  it(
    'says what is missing where it may create nothing',
    async () => {
      await admin.query('CREATE DATABASE foreign_one');
      const { program } = await boot('foreign_one');
      expect(await program.ended).toBe(1);
      expect(program.stderr()).toMatch(/permission denied|may not/i);
      expect(program.stderr()).not.toContain('    at ');
    },
    LONG_MS,
  );
});
