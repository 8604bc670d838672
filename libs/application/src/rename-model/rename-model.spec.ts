import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
});
afterAll(() => world.stop());

it('gives the model another name and keeps everything else; its versions show the new name and another revision', async () => {
  const old = await world.model('before');
  const version = await world.version('before');
  await world.renameModel.execute(world.admin, { model: 'before', name: 'after' });
  expect(await world.seeModel('after')).toMatchObject({ id: old.id, name: 'after', lastVersion: 1 });
  expect(await world.seeVersion('after', 1)).toMatchObject({ id: version.id, model: 'after', revision: version.revision + 1 });
  await expect(world.seeModel('before')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect((await world.events(old.id)).at(-1)).toMatchObject({ type: 'model.renamed', data: { name: 'after', previousName: 'before' } });
  const [event] = await world.database.client.event.findMany({ where: { modelId: old.id }, orderBy: { sequence: 'desc' }, take: 1 });
  expect(event?.model).toBe('after');
  expect((await world.model('before')).id).not.toBe(old.id);
});

it('refuses a name that is taken, and does nothing for the name that it has', async () => {
  const model = await world.model('one');
  await world.model('two');
  await expect(world.renameModel.execute(world.admin, { model: 'one', name: 'two' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await world.renameModel.execute(world.admin, { model: 'one', name: 'one' });
  expect(await world.events(model.id)).toHaveLength(1);
});

it('lets one of two rivals for a name have it', async () => {
  await world.model('rival-a');
  await world.model('rival-b');
  const results = await Promise.allSettled(
    ['rival-a', 'rival-b'].map((model) => world.renameModel.execute(world.admin, { model, name: 'prize' })),
  );
  expect(results.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'ALREADY_EXISTS' });
});

it('asks for the right on both names', async () => {
  await world.model('fraud-x');
  const manager = contextOf(user('meg', 'manager', 'model:fraud-*'));
  await expect(world.renameModel.execute(manager, { model: 'fraud-x', name: 'risk-x' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  await expect(world.renameModel.execute(contextOf(user('eve', 'editor')), { model: 'fraud-x', name: 'fraud-y' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    extra: { permission: 'model.rename' },
  });
  await world.renameModel.execute(manager, { model: 'fraud-x', name: 'fraud-y' });
});

it('answers a repeat under the same idempotency key although the old name is gone', async () => {
  const { id } = await world.model('keyed');
  const keyed = contextOf(user('ada', 'admin'), { idempotency: { route: 'POST /rename', key: 'k', bodyHash: 'a' } });
  const command = { model: 'keyed', name: 'keyed-2' };
  expect(await world.renameModel.execute(keyed, command)).toBe(id);
  expect(await world.renameModel.execute(keyed, command)).toBe(id);
});
