import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { CursorCodec } from '#application/ports/cursor-codec';
import type { VersionQuery } from '#application/queries/version-views';
import type { Actor } from '#domain/access/actor';
import { Database } from '#persistence/core/database';
import { migrate } from '#persistence/migrate/migrate';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { PrismaVersionViews } from '#persistence/registry/prisma-version-views';
import { compare, median, ratio, table, type Side } from './lib/measure.js';
import { verdict } from './lib/settings.js';
import { idOf, SIZES } from './size/database-size.js';
import { makeMlflowTables, searchAsMlflow } from './size/mlflow-replay.js';
import { makeCluster, startCluster } from './size/sized-cluster.js';

// G12, G13 and G14: searches at a million versions and five million tags against MLflow's statements on the same rows, one caller, in turn.
// BENCH_SIZE_FOLDER: where made databases are kept; BENCH_SIZE: which of them; BENCH_SECONDS for each side and round, BENCH_ROUNDS.
const LIMIT = 100;
const name = process.env['BENCH_SIZE'] ?? 'big';
const size = SIZES[name];
if (size === undefined) throw new Error(`no size "${name}"`);
const n = size.versions;
const folder = join(process.env['BENCH_SIZE_FOLDER'] ?? join(tmpdir(), 'slipway-size'), name);
await makeCluster(folder, size, console.error);
const cluster = await startCluster(folder);
await migrate(cluster.url, { migrationsDir: migrationsFolder() });
const pool = new pg.Pool({ connectionString: cluster.url, max: 2 });
await makeMlflowTables(pool);

/** Positions as they are, so that any depth can be asked for at once. */
class PlainCursors extends CursorCodec {
  override encode(_scope: string, key: readonly (string | number)[]): string {
    return JSON.stringify(key);
  }
  override decode(_scope: string, cursor: string): readonly (string | number)[] {
    return JSON.parse(cursor);
  }
}

const database = new Database({ url: cluster.url });
const views = new PrismaVersionViews(database, new PlainCursors());
const admin: Actor = { type: 'user', id: 'usr_bench', name: 'bench', bindings: [{ role: 'admin', pattern: '*' }] };
const settings = {
  concurrency: 1,
  seconds: Number(process.env['BENCH_SECONDS'] ?? 5),
  rounds: Number(process.env['BENCH_ROUNDS'] ?? 3),
  warmUp: 2,
};

let turn = 0;
/** The same places for both sides, spread over all of the list. */
const depth = (): number => ((turn = turn + 1) * 7_919 * 13) % (n - LIMIT - 2);
const below = (id: number): Pick<VersionQuery, 'cursor'> => ({ cursor: JSON.stringify([idOf('ver', id)]) });
const some = (): number => (turn = turn + 1) % 200;

async function ours(query: Omit<VersionQuery, 'limit'>): Promise<void> {
  const page = await views.list('default', admin, { ...query, limit: LIMIT });
  if (page.items.length !== LIMIT) throw new Error(`a page of ${page.items.length}`);
}
async function theirs(tags: Readonly<Record<string, string>>, offset = 0): Promise<void> {
  if ((await searchAsMlflow(pool, tags, LIMIT, offset)) < LIMIT) throw new Error('a short page');
}

async function against(what: string, us: Side['call'], control: string, them: Side['call']) {
  const results = await compare(
    [
      { name: what, call: us },
      { name: control, call: them },
    ],
    settings,
  );
  console.log(`${table(results)}\n`);
  const of = (side: string, pick: 'p50' | 'p99') => median((results.get(side) ?? []).map((round) => round[pick]));
  return { times: ratio(results, what, control), p50: of(what, 'p50'), p99: of(what, 'p99'), control50: of(control, 'p50') };
}

try {
  const list = await against(
    'page of 100 at any depth',
    () => ours(below(n - depth())),
    'MLflow replay',
    () => theirs({}, depth()),
  );
  const one = await against(
    'one tag, 1 in 200',
    () => ours({ filter: `tags.dataset = 'dataset-${some()}'` }),
    'MLflow replay',
    () => theirs({ dataset: `dataset-${some()}` }),
  );
  const both = (dataset: number) => ({ dataset: `dataset-${dataset}`, team: ['risk', 'ads', 'search'][dataset % 3] ?? '' });
  const two = await against(
    'two tags, 1 in 200 and 1 in 3',
    () => {
      const { dataset, team } = both(some());
      return ours({ filter: `tags.dataset = '${dataset}' AND tags.team = '${team}'` });
    },
    'MLflow replay',
    () => theirs(both(some())),
  );
  const common = await against(
    'two tags, 1 in 3 each',
    () => ours({ filter: `tags.team = 'risk' AND tags.lang = 'python'` }),
    'MLflow replay',
    () => theirs({ team: 'risk', lang: 'python' }),
  );
  const last = await against(
    'last page',
    () => ours(below(LIMIT + 2)),
    'first page',
    () => ours({}),
  );
  const rows = (offset: number) => async () =>
    void (await pool.query(
      `SELECT id FROM model_version WHERE workspace = 'default' AND deleted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ${LIMIT} OFFSET ${offset}`,
    ));
  const offsets = await against(`OFFSET ${0.9 * n}`, rows(0.9 * n), 'OFFSET 0', rows(0));

  console.log(verdict('G12', 'list page, times as fast as the replay', list.times, 50, 100));
  console.log(verdict('G12', 'list page, p99 ms', list.p99, 10, 10, true));
  console.log(verdict('G13', 'one tag, times as fast', one.times, 50, 150));
  console.log(verdict('G13', 'two tags (1 in 200, 1 in 3), times as fast', two.times, 15, 30));
  console.log(verdict('G13', 'two tags (1 in 3 each), times as fast', common.times, 15, 30));
  console.log(verdict('G14', 'last page / first page, p50', last.p50 / last.control50, 2, 1.3, true));
  console.log(`G14 control: OFFSET ${0.9 * n} / OFFSET 0, p50 = ${(offsets.p50 / offsets.control50).toFixed(0)}`);
} finally {
  await database.close();
  await pool.end();
  await cluster.stop();
}
