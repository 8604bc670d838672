import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeEmbeddedPostgres } from '#platform/embedded-postgres/remove-embedded-postgres';
import type { DatabaseSize } from '../../bench/size/database-size.js';
import { SIZES } from '../../bench/size/database-size.js';
import type { ReadCase } from '../../bench/size/read-case.js';
import { readCases } from '../../bench/size/read-cases.js';
import { startSizedApi, type SizedApi } from '../../bench/size/sized-api.js';
import { makeCluster } from '../../bench/size/sized-cluster.js';
import { rowsRead, statementsOf } from './rows-read.js';

/** At these sizes the server hashes both lists of a third of all versions; at a million it goes in the order of the ids (bench/RESULTS.md). */
const HASHED_WHILE_SMALL = /^two tags, 1 in 3 each$/;

/** Reads that may ask the database nothing: what they show is this process's own, or was asked for a moment ago. */
const FROM_MEMORY = /\/(version|me|audit\/keys?|stages)$/;

/** What a page may read beside twice what it reads of a tenth of the rows: it looks at 10,000 rows at most, and at what it shows. */
const WINDOW = 12_000;

let apis: readonly [SizedApi, SizedApi];
let clients: readonly [pg.Client, pg.Client];
const folders: string[] = [];

async function start(size: DatabaseSize | undefined): Promise<SizedApi> {
  if (size === undefined) throw new Error('no such size');
  const folder = mkdtempSync(join(tmpdir(), 'slipway-size-test-'));
  folders.push(folder);
  await makeCluster(folder, size, () => undefined);
  return startSizedApi(folder, size);
}

async function connect(api: SizedApi): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: api.url });
  await client.connect();
  // As the service's own connections for searches (libs/persistence/src/core/database.ts).
  await client.query(
    'SET plan_cache_mode = force_custom_plan; SET enable_seqscan = off; SET enable_mergejoin = off; SET random_page_cost = 1.1; SET jit = off',
  );
  return client;
}

beforeAll(async () => {
  apis = await Promise.all([start(SIZES['ci']), start(SIZES['ci-large'])]);
  clients = await Promise.all([connect(apis[0]), connect(apis[1])]);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.end()));
  await Promise.all(apis.map((api) => api.stop()));
  await Promise.all(folders.map((folder) => removeEmbeddedPostgres(folder)));
});

const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const CASES = readCases({ artifact: '', upload: '', ago }).filter(({ route }) => !/artifacts|uploads|stream|checkpoint/.test(route));

async function readBy(api: SizedApi, client: pg.Client, read: ReadCase): Promise<number> {
  const path = read.path(api.size, 7);
  const statements = await statementsOf(async () => {
    const { status, text } = await api.get(path, read.asker);
    expect(`${path}: ${status} ${status === 200 ? '' : text}`).toBe(`${path}: 200 `);
  });
  // Who asks may be known still; what is asked for is not.
  if (statements.length === 0 && !FROM_MEMORY.test(read.route)) throw new Error(`no statement of ${path} was seen`);
  let total = 0;
  for (const statement of statements) total += await rowsRead(client, statement);
  return total;
}

it('reads no more rows of ten times as many, on every page of every list', async () => {
  const grown: string[] = [];
  for (const read of CASES) {
    const name = `${read.route} ${read.what}, ${read.asker}`;
    const [small, large] = [await readBy(apis[0], clients[0], read), await readBy(apis[1], clients[1], read)];
    if (large > 2 * small + WINDOW && !HASHED_WHILE_SMALL.test(read.what)) grown.push(`${name}: ${small} and ${large} rows`);
  }
  expect(grown).toEqual([]);
});
