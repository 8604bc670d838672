import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
  await world.model('churn', { tags: { team: 'risk', size: '10%' } });
  await world.model('Fraud_v2', { tags: { team: 'Risk' } });
  await world.model('störung');
  await world.version('churn', {
    metrics: { auc: 0.9 },
    params: { lr: '0.1' },
    tags: { env: 'dev', long: 'x'.repeat(5_000) },
    runId: 'r1',
  });
  await world.version('churn', { metrics: { auc: 0.7 }, tags: { env: 'prod' }, source: 'gs://b/c\\d'.replace('\\', '%') });
  await world.version('churn', { metrics: { auc: 'NaN' } });
  await world.version('Fraud_v2', { metrics: { auc: 0.95 }, params: { lr: '0.2' }, tags: { env: 'dev' }, runId: 'r2' });
  await world.version('störung');
  await world.promote('churn', 1, 'Staging');
  await world.promote('churn', 2, 'Production');
  await world.setAlias.execute(world.admin, { model: 'churn', alias: 'champion', version: 1 });
  await world.setAlias.execute(world.admin, { model: 'churn', alias: 'blue', version: 1 });
  await world.version('churn');
  await world.deleteVersion.execute(world.admin, { model: 'churn', version: 4 });
});
afterAll(() => world.stop());

async function versions(filter: string, context = world.admin): Promise<string[]> {
  const { items } = await world.versions.list('default', context.actor, { filter, orderBy: 'name, version', limit: 100 });
  return items.map((one) => `${one.model}/${one.version}`);
}

async function models(filter: string, context = world.admin): Promise<string[]> {
  return (await world.models.list('default', context.actor, { filter, limit: 100 })).items.map((one) => one.name);
}

const ALL = ['Fraud_v2/1', 'churn/1', 'churn/2', 'churn/3', 'störung/1'];

describe('versions', () => {
  it.each<[string, string[]]>([
    ['', ALL],
    ["name = 'churn'", ['churn/1', 'churn/2', 'churn/3']],
    ["name != 'churn'", ['Fraud_v2/1', 'störung/1']],
    ["name LIKE 'fraud%'", []],
    ["name ILIKE 'fraud%'", ['Fraud_v2/1']],
    ["name LIKE 'Fraud_v_'", ['Fraud_v2/1']],
    ["name ILIKE 'ST_RUNG'", ['störung/1']],
    ["name ILIKE 'STÖR%'", ['störung/1']],
    ["name IN ('churn', 'nope')", ['churn/1', 'churn/2', 'churn/3']],
    ["name NOT IN ('churn')", ['Fraud_v2/1', 'störung/1']],
    ["stage = 'staging'", ['churn/1']],
    ["stage IN ('Production', 'STAGING')", ['churn/1', 'churn/2']],
    ["stage != 'None'", ['churn/1', 'churn/2']],
    ["alias = 'champion'", ['churn/1']],
    ["alias != 'champion'", ['Fraud_v2/1', 'churn/2', 'churn/3', 'störung/1']],
    ["alias LIKE 'bl%'", ['churn/1']],
    ["runId = 'r1'", ['churn/1']],
    ["runId != 'r1'", ['Fraud_v2/1', 'churn/2', 'churn/3', 'störung/1']],
    ["runId NOT IN ('r1', 'r2')", ['churn/2', 'churn/3', 'störung/1']],
    ["tags.env = 'dev'", ['Fraud_v2/1', 'churn/1']],
    ["tags.env != 'dev'", ['churn/2']],
    [`tags.long = '${'x'.repeat(5_000)}'`, ['churn/1']],
    [`tags.long = '${'x'.repeat(4_999)}y'`, []],
    [`tags.long = '${'x'.repeat(256)}'`, []],
    [`tags.long = '${'x'.repeat(255)}'`, []],
    ["tags.env = 'dev' AND metrics.auc > 0.92", ['Fraud_v2/1']],
    ['metrics.auc > 0.8', ['Fraud_v2/1', 'churn/1']],
    ['metrics.auc >= 0.95', ['Fraud_v2/1']],
    ['metrics.auc < 1', ['Fraud_v2/1', 'churn/1', 'churn/2']],
    ['metrics.auc != 0.9', ['Fraud_v2/1', 'churn/2', 'churn/3']],
    ["params.lr LIKE '0.%'", ['Fraud_v2/1', 'churn/1']],
    ["name = 'churn' AND version >= 2", ['churn/2', 'churn/3']],
    ["status = 'READY' AND source LIKE 'gs://%'", ['churn/2']],
    ["owner = 'ada' AND createdAt > '2020-01-01T00:00:00Z'", ALL],
    ["createdAt < '0001-01-01T00:00:00Z'", []],
    ['createdAt > -8640000000000000', ALL],
    ["name = '''; DROP TABLE model_version; --'", []],
    [`tags."x' OR '1'='1" = 'y'`, []],
  ])('%s', async (filter, expected) => {
    expect(await versions(filter)).toEqual(expected);
  });

  it('takes a backslash for a backslash', async () => {
    await world.version('störung', { tags: { path: 'a\\b' } });
    expect(await versions("tags.path LIKE 'a\\_'")).toEqual(['störung/2']);
    expect(await versions("tags.path LIKE 'a\\b'")).toEqual(['störung/2']);
    await world.deleteVersion.execute(world.admin, { model: 'störung', version: 2 });
  });

  it('leaves out what bears a tag, and keeps what does not bear it', async () => {
    const query = { limit: 100, orderBy: 'name, version', withoutTag: { key: 'env', value: 'dev' } };
    const { items } = await world.versions.list('default', world.admin.actor, query);
    expect(items.map((one) => `${one.model}/${one.version}`)).toEqual(['churn/2', 'churn/3', 'störung/1']);
  });

  it('shows in lists what it shows of one version', async () => {
    const { items } = await world.versions.list('default', world.admin.actor, { model: 'churn', limit: 10 });
    expect(items.map((one) => one.version)).toEqual([3, 2, 1]);
    expect(items[2]).toEqual(await world.seeVersion('churn', 1));
  });
});

describe('models', () => {
  it.each<[string, string[]]>([
    ['', ['Fraud_v2', 'churn', 'störung']],
    ["tags.team = 'risk'", ['churn']],
    ["tags.team ILIKE 'risk'", ['Fraud_v2', 'churn']],
    ["tags.size LIKE '10%'", ['churn']],
    ["name ILIKE '%F%'", ['Fraud_v2']],
  ])('%s', async (filter, expected) => {
    expect(await models(filter)).toEqual(expected);
  });

  it('shows aliases and what stands where', async () => {
    expect(await world.seeModel('churn')).toMatchObject({
      lastVersion: 4,
      aliases: [
        { alias: 'blue', version: 1 },
        { alias: 'champion', version: 1 },
      ],
      stages: [
        { stage: 'Staging', versions: [1] },
        { stage: 'Production', versions: [2] },
      ],
    });
  });
});

describe('readability', () => {
  it('shows what matches the patterns of the actor only, and says the same of missing and unreadable', async () => {
    const narrow = contextOf(user('nina', 'reader', 'model:ch*'));
    expect(await models('', narrow)).toEqual(['churn']);
    expect(await versions('', narrow)).toEqual(['churn/1', 'churn/2', 'churn/3']);
    const nobody = contextOf({ type: 'user', id: 'usr_x', name: 'x', bindings: [] });
    expect(await versions('', nobody)).toEqual([]);
    const text = (reference: string) =>
      world.versions.get('default', narrow.actor, reference, 1).catch((error: Error) => error.message.replace(reference, 'X'));
    expect(await text('Fraud_v2')).toBe(await text('absent'));
    await expect(world.versions.list('default', narrow.actor, { model: 'Fraud_v2', limit: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('paging', () => {
  it.each(['', 'createdAt', 'createdAt desc', 'name, version desc', 'updatedAt desc, name', 'version'])(
    'by "%s" meets each version once',
    async (orderBy) => {
      const whole = await world.versions.list('default', world.admin.actor, { orderBy, limit: 100 });
      const met: string[] = [];
      for (let cursor: string | undefined, more = true; more;) {
        const page = await world.versions.list('default', world.admin.actor, {
          orderBy,
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        });
        met.push(...page.items.map((one) => one.id));
        cursor = page.nextCursor ?? undefined;
        more = cursor !== undefined;
      }
      expect(met).toEqual(whole.items.map((one) => one.id));
      expect(met).toHaveLength(ALL.length);
    },
  );

  it('takes a cursor for the list, filter and order that it was made for only', async () => {
    const { nextCursor } = await world.versions.list('default', world.admin.actor, { limit: 1 });
    expect(nextCursor).not.toBeNull();
    const cursor = nextCursor ?? '';
    for (const query of [{ filter: "name = 'churn'" }, { orderBy: 'name' }, { model: 'churn' }]) {
      await expect(world.versions.list('default', world.admin.actor, { ...query, limit: 1, cursor })).rejects.toMatchObject({
        code: 'INVALID_CURSOR',
      });
    }
    await expect(world.models.list('default', world.admin.actor, { limit: 1, cursor })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  it('points to the column of a filter that is wrong', async () => {
    await expect(versions("colour = 'red'")).rejects.toMatchObject({ code: 'INVALID_FILTER', extra: { column: 1 } });
  });
});

it('stops a search that takes too long and says what to narrow', async () => {
  const { pool } = world.database;
  await pool.query('ALTER TABLE version_tag RENAME TO kept; CREATE VIEW version_tag AS SELECT kept.* FROM kept, pg_sleep(8)');
  try {
    await expect(versions("tags.env LIKE '%d%'")).rejects.toMatchObject({
      code: 'QUERY_TOO_EXPENSIVE',
      message: expect.stringContaining('Narrow'),
    });
  } finally {
    await pool.query('DROP VIEW version_tag; ALTER TABLE kept RENAME TO version_tag');
  }
});

it('does not blame a search for a table that somebody else has locked', async () => {
  const other = new pg.Client({ connectionString: String(world.database.pool.options.connectionString) });
  await other.connect();
  await other.query('BEGIN; LOCK TABLE version_tag IN ACCESS EXCLUSIVE MODE');
  try {
    await expect(versions("tags.env LIKE '%d%'")).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfter: 1 });
  } finally {
    await other.end();
  }
});
