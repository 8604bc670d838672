import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { serviceEnvironment } from '#testing/crash/service-environment';
import { cloneDatabase } from '#testing/database/test-cluster';
import { runProgram, type RunningProgram } from '#testing/operation/run-program';

const API = new URL('../../apps/api/src/main.ts', import.meta.url);
const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const LONG_MS = 240_000;
/** More show more, and take longer. */
const ROUNDS = Number(process.env['SLIPWAY_ROUNDS'] ?? 2);

const started = (programs: readonly RunningProgram[]): void =>
  onTestFinished(async () => void (await Promise.all(programs.map((program) => program.stop()))));

it(
  `makes one administrator and migrates once where two replicas boot at once on an empty database (${ROUNDS} rounds)`,
  async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
      const home = await mkdtemp(join(tmpdir(), 'slipway-at-once-'));
      const { SLIPWAY_ADMIN_TOKEN: _, ...env } = serviceEnvironment(database.url, home);
      // Each with a home of its own, as in containers: only the database can tell them apart.
      const homes = [join(home, 'one'), join(home, 'two')];
      const replicas = homes.map((own) => runProgram(API, { ...env, SLIPWAY_HOME: own, PORT: '0' }));
      try {
        await Promise.all(replicas.map((replica) => replica.waitFor(/Listening on/)));
        const made = replicas.filter((replica) => replica.stdout().includes('Made the first administrator'));
        expect(made).toHaveLength(1);
        const tokens = await Promise.all(homes.map((own) => readFile(join(own, 'admin-token'), 'utf8').catch(() => null)));
        expect(tokens.filter((token) => token !== null)).toHaveLength(1);

        const client = new pg.Client({ connectionString: database.url });
        await client.connect();
        const rows = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows;
        expect(await rows('SELECT migration_name FROM _prisma_migrations GROUP BY 1 HAVING count(*) > 1')).toEqual([]);
        expect(await rows('SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL OR rolled_back_at IS NOT NULL')).toEqual([]);
        expect(await rows(`SELECT 1 FROM role_binding WHERE role = 'admin'`)).toHaveLength(1);
        expect(await rows('SELECT 1 FROM api_token')).toHaveLength(1);
        await client.end();
        expect(await Promise.all(replicas.map((replica) => replica.stop()))).toEqual([0, 0]);
        expect(replicas.map((replica) => replica.stderr())).toEqual(['', '']);
      } finally {
        await Promise.all(replicas.map((replica) => replica.stop()));
        await database.drop();
        await rm(home, { recursive: true, force: true });
      }
    }
  },
  LONG_MS,
);

it(
  'runs once where two are started at once on one home, and tells the other one so',
  async () => {
    const home = await mkdtemp(join(tmpdir(), 'slipway-one-home-'));
    onTestFinished(() => removeEmbeddedPostgres(home));
    const programs = [0, 1].map(() => runProgram(SERVER, { SLIPWAY_HOME: home, PORT: '0' }));
    started(programs);
    const first = await Promise.race(programs.map((program) => program.ended.then((code) => ({ program, code }))));
    expect(first.code).toBe(1);
    expect(first.program.stderr()).toMatch(/already running with the data in .*\(process \d+\).*SLIPWAY_HOME=/);
    expect(first.program.stderr().trim().split('\n')).toHaveLength(1);
    const [other] = programs.filter((program) => program !== first.program);
    const [, url = ''] = (await other?.waitFor(/Slipway is running at (\S+)/)) ?? [];
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await other?.stop()).toBe(0);
  },
  LONG_MS,
);
