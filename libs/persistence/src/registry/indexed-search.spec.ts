import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
  for (const name of ['ads-ranker', 'ads-filter', 'risk-ranker']) {
    await world.model(name);
    for (const source of ['s3://a/one', 's3://a/100%', 's3://a_b/x', `s3://${'x'.repeat(300)}/1`, `s3://${'x'.repeat(300)}/2`]) {
      await world.version(name, { source, tags: { run: source.slice(0, 10) } });
    }
  }
  for (const name of ['ads-ranker', 'ads-filter', 'risk-ranker']) await world.promote(name, 2, 'Staging');
});
afterAll(() => world.stop());

/** Page by page, two rows each. */
async function paged(filter: string, orderBy?: string): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const query = { filter, limit: 2, ...(orderBy === undefined ? {} : { orderBy }), ...(cursor === null ? {} : { cursor }) };
    const page: { items: readonly { model: string; version: number }[]; nextCursor: string | null } = await world.versions.list(
      'default',
      world.admin.actor,
      query,
    );
    found.push(...page.items.map((one) => `${one.model}/${one.version}`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return found;
}

async function models(filter: string, actor = world.admin.actor): Promise<string[]> {
  return (await world.models.list('default', actor, { filter, limit: 100 })).items.map((one) => one.name);
}

describe('conditions whose matches an index gives in the order of the list', () => {
  it.each([
    ["stage = 'staging'", ['risk-ranker/2', 'ads-filter/2', 'ads-ranker/2']],
    ['version = 3', ['risk-ranker/3', 'ads-filter/3', 'ads-ranker/3']],
    ["version = 2 AND stage = 'Staging'", ['risk-ranker/2', 'ads-filter/2', 'ads-ranker/2']],
    ["stage = 'Staging' AND tags.run = 's3://a/100'", ['risk-ranker/2', 'ads-filter/2', 'ads-ranker/2']],
    ["name LIKE 'ads-%' AND version = 5", ['ads-filter/5', 'ads-ranker/5']],
    ["name = 'nobody' AND version = 5", []],
  ])('%s, newest first, page by page', async (filter, expected) => {
    expect(await paged(filter)).toEqual(expected);
  });

  it('goes through all models by number', async () => {
    expect((await paged('version < 3', 'version, name')).map((one) => one.split('/')[1])).toEqual(['1', '1', '1', '2', '2', '2']);
  });
});

describe('within one model', () => {
  it.each([
    ["stage = 'staging'", [2]],
    ["stage = 'staging' AND version > 2", []],
    ["stage = 'Production'", []],
    ["stage = 'none' AND version < 4", [3, 1]],
    ["stage != 'Staging' AND version < 4", [3, 1]],
    ["alias != 'champion' AND version < 3", [2, 1]],
  ])('%s', async (filter, versions) => {
    const { items } = await world.versions.list('default', world.admin.actor, { model: 'ads-ranker', filter, limit: 10 });
    expect(items.map((one) => one.version)).toEqual(versions);
  });
});

describe('owners', () => {
  it('are found by their present name, for models and for versions', async () => {
    await world.database.pool.query(`UPDATE registered_model SET owner_name = 'someone' WHERE name = 'risk-ranker'`);
    expect(await models("owner = 'someone'")).toEqual(['risk-ranker']);
    expect(await paged("owner = 'someone' AND version < 3")).toEqual(['risk-ranker/2', 'risk-ranker/1']);
    expect(await paged("owner = 'nobody'")).toEqual([]);
  });
});

describe('sources', () => {
  it.each([
    ["source = 's3://a/100%'", '2'],
    ["source LIKE 's3://a/o%'", '1'],
    ["source LIKE 's3://a_b%'", '3'],
    [`source = 's3://${'x'.repeat(300)}/2'`, '5'],
    [`source LIKE 's3://${'x'.repeat(300)}/1%'`, '4'],
  ])('%s', async (filter, version) => {
    expect(await paged(`${filter} AND name = 'ads-ranker'`)).toEqual([`ads-ranker/${version}`]);
  });
});

describe('parts of names', () => {
  const stars = contextOf(user('stars', 'reader', 'model:*-ranker')).actor;

  it('are found, also after a change of the name, with the index of trigrams and without it', async () => {
    await world.renameModel.execute(world.admin, { model: 'ads-filter', name: 'ads-sifter' });
    for (const without of [false, true]) {
      if (without) await world.database.pool.query('DROP INDEX IF EXISTS model_name_parts');
      expect(await models("name ILIKE '%RANK%'")).toEqual(['ads-ranker', 'risk-ranker']);
      expect(await models("name LIKE '%sift%'")).toEqual(['ads-sifter']);
      expect(await models("name LIKE '%filter%'")).toEqual([]);
      expect(await models('', stars)).toEqual(['ads-ranker', 'risk-ranker']);
    }
  });

  it('say what a role on a pattern that begins with a star may read', async () => {
    const { items } = await world.versions.list('default', stars, { filter: 'version = 1', limit: 10 });
    expect(items.map((one) => one.model)).toEqual(['risk-ranker', 'ads-ranker']);
  });
});
