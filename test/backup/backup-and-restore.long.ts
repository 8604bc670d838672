import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { cloneDatabase, type TestDatabase } from '#testing/database/test-cluster';
import { runProgram, type RunningProgram } from '#testing/operation/run-program';
import { must, patientCaller, type ApiCall } from '#testing/upgrade/api-caller';
import { brokenInvariants } from '#testing/upgrade/registry-invariants';
import { readEveryGet, type EveryGet } from '#testing/upgrade/read-every-get';
import { unpackFixture } from '#testing/upgrade/unpack-fixture';

const SERVER = new URL('../../apps/server/src/main.ts', import.meta.url);
const API = new URL('../../apps/api/src/main.ts', import.meta.url);
const BACKUP = new URL('../../apps/server/src/backup/main.ts', import.meta.url);
const RESTORE = new URL('../../apps/server/src/restore/main.ts', import.meta.url);
const LONG_MS = 600_000;
const WRITERS = 4;

let home: string;
let copy: string;
let folder: string;
let database: TestDatabase;
let token: string;
let openApi: unknown;
const programs: RunningProgram[] = [];

beforeAll(async () => {
  // A registry with rows in every table and bytes; its endpoints rest and its deploys have ended, so that it stands still when it is read.
  home = await unpackFixture('v0.1.0');
  token = readFileSync(join(home, 'admin-token'), 'utf8').trim();
  [copy, folder] = ['copy', 'files'].map((name) => mkdtempSync(join(tmpdir(), `slipway-backup-${name}-`))) as [string, string];
  chmodSync(copy, 0o711);
  // Its owner is no superuser, and nobody has migrated it.
  database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
}, LONG_MS);

afterAll(async () => {
  await Promise.all(programs.map((program) => program.stop()));
  await database.drop();
  await removeEmbeddedPostgres(home);
  await removeEmbeddedPostgres(copy);
  rmSync(folder, { recursive: true, force: true });
}, LONG_MS);

function start(file: URL, env: Readonly<Record<string, string>>, args: readonly string[] = []): RunningProgram {
  const program = runProgram(file, env, args);
  programs.push(program);
  return program;
}

async function serve(
  file: URL,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly program: RunningProgram; readonly call: ApiCall }> {
  const program = start(file, { ...env, PORT: '0' });
  const [, url = ''] = await program.waitFor(file === API ? /Listening on (http:[^"]+)"/ : /Slipway is running at (http:\S+)/);
  openApi ??= await (await fetch(`${url}/openapi.json`)).json();
  return { program, call: patientCaller(url, token) };
}

async function run(file: URL, env: Readonly<Record<string, string>>, args: readonly string[]): Promise<string> {
  const program = start(file, env, args);
  const code = await program.ended;
  if (code !== 0) throw new Error(`${file.pathname} ${args.join(' ')}: ${code}: ${program.stdout()}${program.stderr()}`);
  return program.stdout() + program.stderr();
}

const external = (): Record<string, string> => ({
  DATABASE_URL: database.url,
  SLIPWAY_HOME: join(folder, 'home'),
  SLIPWAY_ENCRYPTION_KEYS: readFileSync(join(home, 'encryption-keys'), 'utf8'),
  SLIPWAY_AUDIT_KEY: readFileSync(join(home, 'audit-key.pem'), 'utf8'),
});

/** Promotes as fast as it is answered, over models of its own, until told to end. @returns the ids that were answered by 201. */
function load(call: ApiCall): { readonly acknowledged: string[]; end(): Promise<unknown> } {
  const acknowledged: string[] = [];
  let over = false;
  const writer = async (number: number): Promise<void> => {
    const model = `load-${number}`;
    await must(call('POST', '/api/v1/models', { name: model }));
    for (let version = 1; version <= 2; version += 1) await must(call('POST', `/api/v1/models/${model}/versions`, { source: 's3://b/m' }));
    for (let count = 0; !over; count += 1) {
      const { id } = await must(call('POST', '/api/v1/promotions', { model, version: 1 + (count % 2), toStage: 'Production' }));
      acknowledged.push(String(id));
    }
  };
  const writers = Array.from({ length: WRITERS }, (_, number) => writer(number));
  return {
    acknowledged,
    end: () => {
      over = true;
      return Promise.all(writers);
    },
  };
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 50));
}

// The fixture is of Linux, its unpacking needs POSIX's tar.
it.skipIf(process.platform === 'win32')(
  'backs up a running service under load as of one instant, and restores it at home and into a database of an owner without superuser',
  async () => {
    const { program: service, call } = await serve(SERVER, { SLIPWAY_HOME: home });
    const writing = load(call);
    await until(() => writing.acknowledged.length > 40);
    const before = [...writing.acknowledged];
    const busy = join(folder, 'busy.backup');
    expect(await run(BACKUP, { SLIPWAY_HOME: home }, [busy])).toMatch(/16 artifacts \(26\.0 kB, included\).*THE KEYS ARE NOT IN IT/s);
    if (process.platform !== 'win32') expect(statSync(busy).mode & 0o777).toBe(0o600);
    const during = writing.acknowledged.length;
    await until(() => writing.acknowledged.length > during);
    await writing.end();

    // Promotions, placements, events and audit log are of one instant, and what was acknowledged before it is there.
    expect(await run(RESTORE, external(), [busy])).toMatch(/Restored [\d,]+ rows and 16 artifacts.*The audit log holds/s);
    expect(await brokenInvariants(database.url)).toEqual({});
    const first = await serve(API, external());
    for (const id of [before[0], before.at(-1)]) expect((await first.call('GET', `/api/v1/promotions/${id ?? ''}`)).status).toBe(200);
    const lost = writing.acknowledged.at(-1) ?? '';
    expect((await first.call('GET', `/api/v1/promotions/${lost}`)).status).toBe(404);
    await first.program.stop();

    // When all has come to rest the copies answer every GET as the original does.
    await until(() => atRest(readFileSync(join(home, 'database-url'), 'utf8').trim()));
    const calm = join(folder, 'calm.backup');
    const original = await readEveryGet(call, openApi);
    expect(await run(BACKUP, { SLIPWAY_HOME: home }, [calm, '--with-keys'])).toContain('THE KEYS ARE IN IT');
    await service.stop();

    await run(RESTORE, { SLIPWAY_HOME: copy }, [calm]);
    expect(await answersOf(SERVER, { SLIPWAY_HOME: copy })).toEqual(original);
    await run(RESTORE, external(), [calm, '--force']);
    expect(await answersOf(API, external())).toEqual(original);
  },
  LONG_MS,
);

/** Every event is dispatched and every audit entry sealed; nothing else moves. */
async function atRest(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ open: boolean }>(
      'SELECT EXISTS (SELECT FROM event WHERE position IS NULL) OR EXISTS (SELECT FROM audit_unsealed) AS open',
    );
    return rows[0]?.open === false;
  } finally {
    await client.end();
  }
}

async function answersOf(file: URL, env: Readonly<Record<string, string>>): Promise<EveryGet> {
  const { program, call } = await serve(file, env);
  const answers = await readEveryGet(call, openApi);
  // It goes on, too: numbers that sequences and counters give are new ones.
  await must(call('POST', '/api/v1/models/churn/versions', { source: 's3://bucket/model' }));
  await must(call('POST', '/api/v1/promotions', { model: 'churn', version: 4, toStage: 'Canary' }));
  await program.stop();
  return answers;
}
