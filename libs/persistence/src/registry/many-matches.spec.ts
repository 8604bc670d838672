import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';
import { SignedCursorCodec } from '../core/signed-cursor-codec.js';
import { PrismaStageViews } from '../stages/prisma-stage-views.js';

/** So many that the server expects them to cost more than it answers at once, and too few to be met among the first rows of a list. */
const VERSIONS = 9_000;
const MODELS = 2_700;

interface Row {
  readonly n: number;
  readonly deleted: boolean;
}

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
  const { pool } = world.database;
  // One version in nine of the older half is hot, bears a build of 7, and stands in Staging; a quarter of all is deleted, and all of a stretch. Models are named backwards.
  await pool.query(
    `INSERT INTO registered_model (id, workspace, name, description, owner_type, owner_id, owner_name, last_version, sequence, last_change_at, created_at, updated_at, deleted_at)
       SELECT 'mdl_' || lpad(i::text, 26, '0'), 'default', 'm-' || lpad(($1::int - i)::text, 6, '0') || CASE WHEN i % 300 = 6 THEN '-end_%' ELSE '-x' END, '', 'user', 'usr_1',
         CASE WHEN i % 2 = 0 THEN 'olga' ELSE 'paul' END, 0, 0, now(), now(), now(), CASE WHEN i % 5 = 0 THEN now() END FROM generate_series(1, $1::int) i`,
    [MODELS],
  );
  await pool.query(
    `INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, description, artifact_bytes, creator_type, creator_id, creator_name,
         created_at, updated_at, deleted_at)
       SELECT 'ver_' || lpad(n::text, 26, '0'), 'default', 'mdl_' || lpad((1 + 5 * (n % 200))::text, 26, '0'), 1 + n / 200,
         CASE WHEN n % 700 = 5 THEN 'FAILED_REGISTRATION' ELSE 'READY' END, 'unverified', 's3://' || n, '', 0,
         'user', 'usr_1', 'olga', now(), now() - n * interval '1 second', CASE WHEN n % 4 = 0 OR n BETWEEN 2000 AND 4000 THEN now() END FROM generate_series(1, $1::int) n`,
    [VERSIONS],
  );
  const hot = `n % 9 = 1 AND n < ${VERSIONS / 2}`;
  await pool.query(
    `INSERT INTO version_metric (workspace, version_id, key, value)
       SELECT 'default', 'ver_' || lpad(n::text, 26, '0'), 'auc', CASE WHEN ${hot} THEN 0.95 ELSE 0.5 END FROM generate_series(1, $1::int) n`,
    [VERSIONS],
  );
  await pool.query(
    `INSERT INTO version_tag (workspace, version_id, key, value)
       SELECT 'default', 'ver_' || lpad(n::text, 26, '0'), 'build', CASE WHEN ${hot} THEN '7' ELSE '8' END || lpad(n::text, 6, '0') FROM generate_series(1, $1::int) n`,
    [VERSIONS],
  );
  await pool.query(
    `INSERT INTO version_tag (workspace, version_id, key, value)
       SELECT 'default', 'ver_' || lpad(n::text, 26, '0'), 'heat', CASE WHEN ${hot} THEN 'hot' WHEN n % 9 < 5 AND n < ${VERSIONS / 2} THEN 'warm' ELSE 'cold' END FROM generate_series(1, $1::int) n`,
    [VERSIONS],
  );
  // Every second note is longer than what an index holds of it.
  await pool.query(
    `INSERT INTO version_tag (workspace, version_id, key, value)
       SELECT 'default', 'ver_' || lpad(n::text, 26, '0'), 'note', CASE WHEN ${hot} THEN 'note ' ELSE 'none ' END || CASE WHEN n % 2 = 0 THEN repeat('x', 300) ELSE '' END || n
       FROM generate_series(1, $1::int) n`,
    [VERSIONS],
  );
  await pool.query(
    `INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at, verified_at)
       SELECT 'plc_' || n, 'default', v.model_id, v.id, v.version, CASE WHEN ${hot} THEN 'Staging' ELSE 'None' END, false, 'registered', now(), now()
       FROM generate_series(1, $1::int) n JOIN model_version v ON v.id = 'ver_' || lpad(n::text, 26, '0')`,
    [VERSIONS],
  );
  await pool.query('ANALYZE');
});
afterAll(() => world.stop());

async function all<T>(list: (cursor: { cursor?: string }) => Promise<{ items: readonly T[]; nextCursor: string | null }>): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly T[]; nextCursor: string | null } = await list(cursor === null ? {} : { cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

const sourcesOf = async (filter: string, orderBy?: string): Promise<string[]> =>
  (
    await all((more) =>
      world.versions.list('default', world.admin.actor, { filter, limit: 90, ...(orderBy === undefined ? {} : { orderBy }), ...more }),
    )
  ).map((one) => one.source);

/** What a filter should leave, newest first. */
function expected(matches: (row: Row) => boolean): string[] {
  const rows = Array.from({ length: VERSIONS }, (_, index) => ({ n: index + 1, deleted: isDeleted(index + 1) }));
  return rows
    .filter((row) => !row.deleted && matches(row))
    .map(({ n }) => `s3://${n}`)
    .toReversed();
}
const nameOf = (i: number): string => `m-${String(MODELS - i).padStart(6, '0')}${i % 300 === 6 ? '-end_%' : '-x'}`;
const isDeleted = (n: number): boolean => n % 4 === 0 || (n >= 2_000 && n <= 4_000);
const isHot = ({ n }: Row): boolean => n % 9 === 1 && n < VERSIONS / 2;

it.each([
  ['metrics.auc > 0.9', isHot],
  ["tags.build LIKE '7%'", isHot],
  ["tags.build LIKE '7%1'", (row: Row) => isHot(row) && row.n % 10 === 1],
  ["tags.note LIKE 'note %'", isHot],
  ["tags.note LIKE 'none %'", (row: Row) => !isHot(row)],
  ["tags.note LIKE 'note%1'", (row: Row) => isHot(row) && row.n % 10 === 1],
  ["tags.note LIKE 'note _x%'", (row: Row) => isHot(row) && row.n % 2 === 0],
  [`tags.note LIKE 'note ${'x'.repeat(260)}%'`, (row: Row) => isHot(row) && row.n % 2 === 0],
  [`tags.note LIKE 'note ${'x'.repeat(301)}%'`, () => false],
  ["stage IN ('Staging', 'Production')", isHot],
  ["metrics.auc > 0.9 AND tags.build LIKE '7%'", isHot],
  ["status = 'FAILED_REGISTRATION'", ({ n }: Row) => n % 700 === 5],
  ["status = 'READY' AND metrics.auc > 0.9", (row: Row) => isHot(row) && row.n % 700 !== 5],
])('%s: all that live, newest first, once each, however many are deleted', async (filter, matches) => {
  expect(await sourcesOf(filter)).toEqual(expected(matches));
});

it.each(['metrics.auc > 0.9', "stage IN ('Staging', 'Production')", "tags.build LIKE '7%'", "tags.heat = 'hot'"])(
  '%s in another order',
  async (filter) => {
    expect(await sourcesOf(filter, 'updatedAt')).toEqual(expected(isHot));
    expect(await sourcesOf(filter, 'updatedAt desc')).toEqual(expected(isHot).toReversed());
  },
);

it('a tag that a quarter of all bear, all of them behind, in another order', async () => {
  const isWarm = (row: Row): boolean => row.n < VERSIONS / 2 && row.n % 9 < 5 && !isHot(row);
  expect(await sourcesOf("tags.heat = 'warm'", 'updatedAt')).toEqual(expected(isWarm));
  expect(await sourcesOf("tags.heat = 'warm'", 'updatedAt desc')).toEqual(expected(isWarm).toReversed());
});

it("an owner's models by name, those that live", async () => {
  const names = async (filter: string, orderBy: string) =>
    (await all((more) => world.models.list('default', world.admin.actor, { filter, orderBy, limit: 60, ...more }))).map((one) => one.name);
  const living = Array.from({ length: MODELS }, (_, index) => index + 1).filter((i) => i % 5 !== 0 && i % 2 === 0);
  const wanted = living.map(nameOf).toReversed();
  expect(await names("owner = 'olga'", 'name')).toEqual(wanted);
  expect(await names("owner = 'olga'", 'name desc')).toEqual(wanted.toReversed());
  expect(await names("owner != 'paul'", 'name')).toEqual(wanted);
});

it('a role on names that end alike gives these, and no others', async () => {
  const reader = contextOf(user('rik', 'reader', 'model:*-end_%')).actor;
  const named = Array.from({ length: MODELS }, (_, index) => index + 1).filter((i) => i % 300 === 6);
  const models = await world.models.list('default', reader, { limit: 100 });
  expect(models.items.map((one) => one.name)).toEqual(named.map(nameOf).toReversed());
  const ofModels = new Set(named.map(nameOf));
  const versions = await all((more) => world.versions.list('default', reader, { limit: 100, ...more }));
  expect(versions.length).toBeGreaterThan(50);
  expect(versions.every((one) => ofModels.has(one.model))).toBe(true);
});

it('a role on nearly all names, more than are said one by one, gives these by every list', async () => {
  const reader = contextOf(user('rob', 'reader', 'model:*-x')).actor;
  const wanted = Array.from({ length: MODELS }, (_, index) => index + 1).filter((i) => i % 5 !== 0 && i % 300 !== 6);
  const names = wanted.map(nameOf).toReversed();
  const models = await all((more) => world.models.list('default', reader, { limit: 900, ...more }));
  expect(models.map((one) => one.name)).toEqual(names);
  const stages = new PrismaStageViews(world.database, new SignedCursorCodec([new Uint8Array(32).fill(7)]));
  const overview = await all((more) => stages.overview('default', reader, { limit: 900, ...more }));
  expect(overview.map((one) => one.model)).toEqual(names);
  const versions = await world.versions.list('default', reader, { filter: 'metrics.auc > 0.9', limit: 90 });
  expect(versions.items.map((one) => one.source)).toEqual(
    expected((row) => isHot(row) && (1 + 5 * (row.n % 200)) % 300 !== 6).slice(0, 90),
  );
});

it.each(['version', 'version desc', 'createdAt', 'createdAt desc', 'updatedAt desc'])(
  'versions of one model that bear a tag, page by page in the order of %s: each once, as in one page',
  async (orderBy) => {
    const { pool } = world.database;
    const model = `mdl_${'9'.repeat(26)}`;
    await pool.query(
      `INSERT INTO registered_model (id, workspace, name, owner_type, owner_id, owner_name, last_change_at, created_at, updated_at)
         VALUES ($1, 'default', 'many', 'user', 'usr_1', 'olga', now(), now(), now()) ON CONFLICT DO NOTHING`,
      [model],
    );
    // Ids run against the numbers, and ten versions share each instant.
    await pool.query(
      `WITH made AS (
         INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, description, artifact_bytes, creator_type, creator_id,
           creator_name, created_at, updated_at, deleted_at)
         SELECT 'ver_m' || lpad((9999 - n)::text, 25, '0'), 'default', $1, n, 'READY', 'unverified', 's3://' || n, '', 0, 'user', 'usr_1', 'olga',
           now() - n / 10 * interval '1 minute', now() - n % 7 * interval '1 minute', CASE WHEN n % 6 = 0 THEN now() END FROM generate_series(1, 4000) n
         ON CONFLICT DO NOTHING RETURNING id, workspace, version)
       INSERT INTO version_tag (workspace, version_id, key, value)
         SELECT workspace, id, 'kind', CASE WHEN version % 50 = 1 OR version BETWEEN 1000 AND 1040 THEN 'rare' ELSE 'usual' END FROM made`,
      [model],
    );
    const query = { model: 'many', filter: "tags.kind = 'rare'", orderBy };
    const list = (more: object) => world.versions.list('default', world.admin.actor, { ...query, limit: 1_000, ...more });
    const { items, nextCursor } = await list({});
    const wanted = Array.from({ length: 4_000 }, (_, index) => index + 1).filter(
      (n) => n % 6 !== 0 && (n % 50 === 1 || (n >= 1_000 && n <= 1_040)),
    );
    expect(nextCursor).toBeNull();
    expect(items.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(wanted);
    for (const limit of [7, 40]) {
      expect((await all((more) => list({ limit, ...more }))).map(({ version }) => version)).toEqual(items.map(({ version }) => version));
    }
    if (orderBy === 'version') expect(items.map(({ version }) => version)).toEqual(wanted);
  },
);
