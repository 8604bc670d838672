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
