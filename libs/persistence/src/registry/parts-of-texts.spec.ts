import pg from 'pg';
import { expect, inject, it, onTestFinished } from 'vitest';
import { migrate } from '../migrate/migrate.js';
import { migrationsFolder } from '../migrate/migrations-folder.js';
import { cloneDatabase } from '#testing/database/test-cluster';
import { createTestDatabase } from '#testing/database/test-database';
import { RegistryWorld } from '#testing/registry/registry-world';

const PARTS = `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indexrelid::regclass::text LIKE '%\\_parts' ORDER BY 1`;

async function query<T extends object>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

async function world(url: string, drop: () => Promise<void>): Promise<RegistryWorld> {
  const made = await RegistryWorld.start({ url, drop });
  onTestFinished(() => made.stop());
  await made.model('ads-ranker');
  await made.version('ads-ranker', { source: 's3://models/Fraud/one', runId: 'run-Abc-1', tags: { build: 'nightly-77', note: 'Größe' } });
  await made.version('ads-ranker', { source: 's3://models/churn/two', tags: { build: 'weekly-77', note: 'nightly' } });
  await made.version('ads-ranker', { source: 'gs://a/V1.2+(b)/7/c-d/' });
  await made.version('ads-ranker', { source: 'gs://a/V1x2+(b)/77/c/d/' });
  return made;
}

async function found(of: RegistryWorld, filter: string): Promise<number[]> {
  const { items } = await of.versions.list('default', of.admin.actor, { filter, limit: 10 });
  return items.map(({ version }) => version);
}

/** Looks for parts of everything that has an index of parts, before and after the texts change. */
async function searchForParts(of: RegistryWorld): Promise<void> {
  expect(await found(of, "source ILIKE '%/FRAUD/%'")).toEqual([1]);
  expect(await found(of, "source ILIKE '%/fraud/o%'")).toEqual([1]);
  expect(await found(of, "source LIKE '%/fraud/%'")).toEqual([]);
  expect(await found(of, "source ILIKE '%/v1.2+(B)/%'")).toEqual([3]);
  expect(await found(of, "source LIKE '%/V1.2+(b)/%'")).toEqual([3]);
  expect(await found(of, "source LIKE '%/V1_2+(b)/%'")).toEqual([4, 3]);
  expect(await found(of, "source ILIKE '%/7/%'")).toEqual([3]);
  expect(await found(of, "source LIKE '%/7%'")).toEqual([4, 3]);
  expect(await found(of, "source LIKE '%/c-d/%'")).toEqual([3]);
  expect(await found(of, "source LIKE '%/%'")).toEqual([4, 3, 2, 1]);
  expect(await found(of, "source LIKE '%two'")).toEqual([2]);
  expect(await found(of, "source LIKE '%odel%'")).toEqual([2, 1]);
  expect(await found(of, "source LIKE '%o%' AND name ILIKE '%RANK%'")).toEqual([2, 1]);
  expect(await found(of, "runId ILIKE '%abc%'")).toEqual([1]);
  expect(await found(of, "runId ILIKE '%nothing%'")).toEqual([]);
  expect(await found(of, "tags.build LIKE '%-77'")).toEqual([2, 1]);
  expect(await found(of, "tags.build LIKE '%nightly%'")).toEqual([1]);
  expect(await found(of, "tags.note ILIKE '%GRÖSSE%'")).toEqual([]);
  expect(await found(of, "tags.note ILIKE '%grÖ%'")).toEqual([1]);
  await of.setVersionTag.execute(of.admin, { model: 'ads-ranker', version: 1, key: 'build', value: 'release-78' });
  expect(await found(of, "tags.build LIKE '%nightly%'")).toEqual([]);
  expect(await found(of, "tags.build LIKE '%-78'")).toEqual([1]);
  await of.deleteVersion.execute(of.admin, { model: 'ads-ranker', version: 1 });
  expect(await found(of, "source ILIKE '%/FRAUD/%'")).toEqual([]);
  expect((await of.models.list('default', of.admin.actor, { filter: "name LIKE '%rank%'", limit: 10 })).items).toHaveLength(1);
}

it('parts of sources, run ids and tags are found by indexes of their trigrams', async () => {
  const { url, drop } = await createTestDatabase();
  const made = await world(url, drop);
  expect((await query<{ name: string }>(url, PARTS)).map(({ name }) => name)).toEqual([
    'model_name_parts',
    'version_tag_parts',
    'version_text_run_parts',
    'version_text_source_parts',
  ]);
  await searchForParts(made);
});

it('a database whose owner may not have the extension is migrated and answers the same', async (context) => {
  const { adminUrl } = inject('slipwayTemplateDatabase');
  const { url, drop } = await cloneDatabase({ adminUrl, template: 'template0' });
  const [who] = await query<{ super: boolean }>(url, `SELECT rolsuper AS super FROM pg_roles WHERE rolname = current_user`);
  if (who?.super === true) {
    await drop();
    context.skip('a superuser is refused nothing');
  }
  const name = new URL(url).pathname.slice(1);
  // The first one asks for a right on the database that later ones do without.
  await migrate(url, { migrationsDir: migrationsFolder(), only: new Set(['20261121000000_main_job']) });
  await query(url, `REVOKE CREATE ON DATABASE ${name} FROM CURRENT_USER, PUBLIC`);
  await migrate(url, { migrationsDir: migrationsFolder() });
  expect(await query(url, `SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'`)).toEqual([]);
  expect(await query(url, PARTS)).toEqual([]);
  expect(await query(url, `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NULL`)).toEqual([]);
  await searchForParts(await world(url, drop));
  expect((await migrate(url, { migrationsDir: migrationsFolder() })).applied).toEqual([]);
});
