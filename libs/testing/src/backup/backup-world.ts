import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import { until } from '../cluster/until.js';
import type {} from '../database/global-setup.js';
import { cloneDatabase, type TestDatabase } from '../database/test-cluster.js';
import { runProgram, type RunningProgram } from '../operation/run-program.js';
import { must, patientCaller, type ApiCall } from '../upgrade/api-caller.js';
import { readEveryGet, type EveryGet } from '../upgrade/read-every-get.js';
import { unpackFixture } from '../upgrade/unpack-fixture.js';

const program = (path: string): URL => new URL(`../../../../apps/${path}/main.ts`, import.meta.url);
const [SERVER, BACKUP, RESTORE] = ['server/src', 'server/src/backup', 'server/src/restore'].map(program) as [URL, URL, URL];
/** Everything that was written is dispatched and sealed within this, also on a busy machine. */
const REST_MS = 120_000;

/** Where a service keeps its registry: what it is started with. */
export type Place = Readonly<Record<string, string>>;

/** A service that runs on one of the places. */
export interface Service {
  readonly call: ApiCall;
  stop(): Promise<unknown>;
}

/**
 * A registry at home (embedded database, rows in every table, bytes; its endpoints rest and its deploys have ended, so that it stands still
 * when nobody writes), an empty home for a copy, and an empty database of an owner who is no superuser; all three hold the same keys.
 */
export class BackupWorld {
  readonly atHome: Place;
  readonly atCopy: Place;
  readonly elsewhere: Place;
  private openApi: unknown;
  private readonly programs: RunningProgram[] = [];

  private constructor(
    private readonly home: string,
    private readonly copy: string,
    /** For backups. */
    readonly folder: string,
    private readonly database: TestDatabase,
  ) {
    this.atHome = { SLIPWAY_HOME: home };
    this.atCopy = { SLIPWAY_HOME: copy };
    this.elsewhere = {
      DATABASE_URL: database.url,
      SLIPWAY_HOME: join(folder, 'home'),
      SLIPWAY_ENCRYPTION_KEYS: readFileSync(this.keyFiles[0] ?? '', 'utf8'),
      SLIPWAY_AUDIT_KEY: readFileSync(this.keyFiles[1] ?? '', 'utf8'),
    };
  }

  static async create(): Promise<BackupWorld> {
    const home = await unpackFixture('v0.1.0');
    const [copy, folder] = ['copy', 'files'].map((name) => mkdtempSync(join(tmpdir(), `slipway-backup-${name}-`))) as [string, string];
    chmodSync(copy, 0o711);
    // Nobody has migrated it.
    const database = await cloneDatabase({ adminUrl: inject('slipwayTemplateDatabase').adminUrl, template: 'template0' });
    return new BackupWorld(home, copy, folder, database);
  }

  /** Ends whatever still runs and removes everything. */
  async remove(): Promise<void> {
    await Promise.all(this.programs.map((one) => one.stop()));
    await this.database.drop();
    await removeEmbeddedPostgres(this.home);
    await removeEmbeddedPostgres(this.copy);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The files in the home that hold the keys; with an embedded database they are not in a backup unless asked for. */
  get keyFiles(): readonly string[] {
    return ['encryption-keys', 'audit-key.pem'].map((name) => join(this.home, name));
  }

  /** Starts API and worker on a place. */
  async serve(place: Place): Promise<Service> {
    const running = this.run(SERVER, place, []);
    const [, url = ''] = await running.waitFor(/Slipway is running at (http:\S+)/);
    this.openApi ??= await (await fetch(`${url}/openapi.json`)).json();
    // The administrator's token is a row like others, so it came with the backup.
    const token = readFileSync(join(this.home, 'admin-token'), 'utf8').trim();
    return { call: patientCaller(url, token), stop: () => running.stop() };
  }

  /** `npm run backup -- FILE ...` of a place. @returns what it said. @throws where it failed. */
  backup(place: Place, file: string, ...flags: string[]): Promise<string> {
    return this.toTheEnd(BACKUP, place, [file, ...flags]);
  }

  /** `npm run restore -- FILE ...` into a place. @returns what it said. @throws where it failed. */
  restore(place: Place, file: string, ...flags: string[]): Promise<string> {
    return this.toTheEnd(RESTORE, place, [file, ...flags]);
  }

  /** Every answer of a service, once every event is dispatched and every audit entry sealed: then nothing moves any more. */
  async answers(place: Place, { call }: Service): Promise<EveryGet> {
    const history = new Unchanged();
    await until('rest', async () => history.rests(await lookAt(this.databaseUrl(place))), REST_MS);
    return readEveryGet(call, this.openApi);
  }

  /** The address of a place's database; of an embedded one only while its service runs. */
  databaseUrl(place: Place): string {
    return place['DATABASE_URL'] ?? readFileSync(join(place['SLIPWAY_HOME'] ?? '', 'database-url'), 'utf8').trim();
  }

  private run(file: URL, place: Place, args: readonly string[]): RunningProgram {
    const running = runProgram(file, { ...place, PORT: '0' }, args);
    this.programs.push(running);
    return running;
  }

  private async toTheEnd(file: URL, place: Place, args: readonly string[]): Promise<string> {
    const running = this.run(file, place, args);
    const code = await running.ended;
    const said = running.stdout() + running.stderr();
    if (code !== 0) throw new Error(`${file.pathname} ${args.join(' ')}: ${code}: ${said}`);
    return said;
  }
}

/** It goes on: numbers that sequences and counters give are new ones. @throws where it does not. */
export async function goesOn({ call }: Service): Promise<void> {
  await must(call('POST', '/api/v1/models/churn/versions', { source: 's3://bucket/model' }));
  await must(call('POST', '/api/v1/promotions', { model: 'churn', version: 4, toStage: 'Canary' }));
}

/** What may still move. */
interface Look {
  readonly open: boolean;
  /** The fixture is older than deliveries and events are kept: workers purge it. */
  readonly purged: boolean;
  readonly rows: string;
}

/** Longer than workers rest between two turns of the purge. */
const PURGE_MS = 7_000;

/** Knows since when the history has lost nothing more. */
class Unchanged {
  private rows = '';
  private since = 0;

  rests({ open, purged, rows }: Look): boolean {
    if (open || rows !== this.rows) {
      this.rows = rows;
      this.since = performance.now();
    }
    return !open && (!purged || performance.now() - this.since > PURGE_MS);
  }
}

async function lookAt(url: string): Promise<Look> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Look>(
      `SELECT EXISTS (SELECT FROM event WHERE position IS NULL) OR EXISTS (SELECT FROM audit_unsealed) AS open,
        EXISTS (SELECT FROM registered_model WHERE created_at < now() - interval '29 days') AS purged,
        (SELECT count(*) FROM event) || ' ' || (SELECT count(*) FROM delivery) AS rows`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('a SELECT without a row');
    return row;
  } finally {
    await client.end();
  }
}
