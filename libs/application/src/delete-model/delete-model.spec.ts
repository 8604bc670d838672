import { afterAll, beforeAll, expect, it } from 'vitest';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
});
afterAll(() => world.stop());

it('deletes each version and the model in one transaction, and frees the name for a model that starts at 1 again', async () => {
  const old = await world.model('phoenix');
  await world.version('phoenix');
  await world.version('phoenix');
  await world.setAlias.execute(world.admin, { model: 'phoenix', alias: 'champion', version: 2 });
  await world.deleteModel.execute(world.admin, { model: 'phoenix' });
  expect((await world.events(old.id)).slice(-4).map((event) => event.type)).toEqual([
    'version.deleted',
    'version.deleted',
    'alias.removed',
    'model.deleted',
  ]);
  await expect(world.seeModel('phoenix')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(world.seeModel(old.id)).rejects.toMatchObject({ code: 'NOT_FOUND' });

  const again = await world.model('phoenix');
  expect(again.id).not.toBe(old.id);
  expect(again.aliases).toEqual([]);
  expect((await world.version('phoenix')).version).toBe(1);
  const sequences = await world.database.client.event.findMany({ where: { modelId: again.id }, orderBy: { sequence: 'asc' } });
  expect(sequences.map((event) => event.sequence)).toEqual([1, 2]);
});

it('asks for the same rights and words as deleting each version', async () => {
  const { id } = await world.model('serving');
  await world.version('serving');
  await world.promote('serving', 1, 'Production');
  await expect(world.deleteModel.execute(world.admin, { model: 'serving' })).rejects.toMatchObject({
    code: 'REFUSED',
    errors: [{ code: 'FORCE_REQUIRED' }, { code: 'EMPTIES_STAGE' }],
  });
  expect((await world.audit(id)).at(-1)).toBe('model.delete refused');
  expect((await world.seeVersion('serving', 1)).stage).toBe('Production');
  await world.deleteModel.execute(world.admin, { model: 'serving', force: true, allowEmpty: true, reason: 'retired' });
  expect((await world.events(id)).at(-1)).toMatchObject({ type: 'model.deleted', data: { versions: 1 } });
});

it('lets nobody register a version into a model that is being deleted', async () => {
  for (let turn = 0; turn < 5; turn += 1) {
    const { id } = await world.model('race');
    const [, registered] = await Promise.allSettled([
      world.deleteModel.execute(world.admin, { model: 'race' }),
      world.registerVersion.execute(world.admin, { model: 'race', source: 's3://b/m' }),
    ]);
    const living = await world.database.client.modelVersion.count({ where: { modelId: id, deletedAt: null } });
    expect(living).toBe(0);
    if (registered.status === 'rejected') expect(registered.reason).toMatchObject({ code: 'NOT_FOUND' });
  }
});

it('deletes a model of many versions some hundred at a time, tells of each, and goes on where it was interrupted', async () => {
  const { id } = await world.model('huge');
  await world.database.pool.query(
    `WITH numbers AS (SELECT n FROM generate_series(1, 1200) n), versions AS (
       INSERT INTO model_version (id, workspace, model_id, version, status, integrity, source, creator_type, creator_id, creator_name, created_at, updated_at)
         SELECT 'huge-' || n, 'default', $1, n, 'READY', 'unverified', 's3://b/m', 'user', 'usr_1', 'u', now(), now() FROM numbers),
     placements AS (
       INSERT INTO stage_placement (id, workspace, model_id, version_id, version, stage, exclusive, kind, from_at)
         SELECT 'huge-' || n, 'default', $1, 'huge-' || n, n, 'None', false, 'registered', now() FROM numbers)
     UPDATE registered_model SET last_version = 1200 WHERE id = $1`,
    [id],
  );
  await world.promote('huge', 7, 'Production');
  await world.setAlias.execute(world.admin, { model: 'huge', alias: 'blue', version: 3 });
  await expect(world.deleteModel.execute(world.admin, { model: 'huge' })).rejects.toMatchObject({ code: 'REFUSED' });
  expect(await world.database.client.modelVersion.count({ where: { modelId: id, deletedAt: null } })).toBe(1_200);

  await world.database.pool.query(`CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'killed'; END $$;
    CREATE TRIGGER fail BEFORE UPDATE ON model_version FOR EACH ROW WHEN (NEW.id = 'huge-900') EXECUTE FUNCTION fail()`);
  const command = { model: 'huge', force: true, allowEmpty: true, reason: 'retired' };
  await expect(world.deleteModel.execute(world.admin, command)).rejects.toThrow('killed');
  await world.database.pool.query('DROP FUNCTION fail CASCADE');
  expect((await world.seeVersion('huge', 7)).stage).toBe('Production');
  expect(await world.database.client.modelVersion.count({ where: { modelId: id, deletedAt: null } })).toBe(700);

  await world.deleteModel.execute(world.admin, command);
  expect(await world.database.client.modelVersion.count({ where: { modelId: id, deletedAt: null } })).toBe(0);
  const types = (await world.events(id)).map((event) => event.type);
  expect(types.filter((type) => type === 'version.deleted')).toHaveLength(1_200);
  expect(types.filter((type) => type === 'alias.removed')).toHaveLength(1);
  expect(types.at(-1)).toBe('model.deleted');
  await expect(world.seeModel('huge')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
