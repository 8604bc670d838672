import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
});
afterAll(() => world.stop());

it('registers a model with description and tags, owned by who registered it, with one event and one audit entry', async () => {
  const model = await world.model('churn', { description: 'who leaves', tags: { team: 'risk', __proto__x: '1' } });
  expect(model).toMatchObject({
    name: 'churn',
    description: 'who leaves',
    tags: { team: 'risk', __proto__x: '1' },
    owner: { type: 'user', id: 'usr_ada', name: 'ada' },
    aliases: [],
    stages: [],
    lastVersion: 0,
    revision: 1,
  });
  expect(model.id).toMatch(/^mdl_/);
  const [event] = await world.database.client.event.findMany({ where: { modelId: model.id } });
  expect(event).toMatchObject({ type: 'model.created', sequence: 1, createdAt: model.createdAt });
  expect(await world.events(model.id)).toHaveLength(1);
  expect(await world.audit(model.id)).toEqual(['model.create done']);
});

it('refuses a name that a living model bears, whoever asks first', async () => {
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => world.model('taken')));
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  for (const one of results) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'ALREADY_EXISTS' });
});

it('tells names apart by case, and refuses what is no name with a pointer', async () => {
  await world.model('Case');
  await world.model('case');
  await expect(world.model('a/b')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', errors: [{ pointer: '/name' }] });
  await expect(world.model('tags', { tags: { 'a~/b': 'x', '': 'y' } })).rejects.toMatchObject({
    errors: [{ pointer: '/tags/a~0~1b' }, { pointer: '/tags/' }],
  });
});

it('asks for the right to create a model of that name', async () => {
  const editor = contextOf(user('eve', 'editor', 'model:fraud-*'));
  expect((await world.model('fraud-a', {}, editor)).name).toBe('fraud-a');
  const answer = (name: string, promise: Promise<unknown>) =>
    promise.then(
      () => 'no refusal',
      (error: Error) => error.message.replaceAll(name, '*'),
    );
  await expect(world.model('other', {}, editor)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await answer('other', world.model('other', {}, editor))).toBe(await answer('none', world.seeModel('none', editor)));
  await expect(world.model('seen', {}, contextOf(user('rob', 'reader')))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
});

it('answers a repeat under the same idempotency key with the first model, and refuses another body under it', async () => {
  const keyed = (bodyHash: string) => contextOf(user('ada', 'admin'), { idempotency: { route: 'POST /models', key: 'k1', bodyHash } });
  const first = await world.createModel.execute(keyed('a'), { name: 'keyed' });
  expect(await world.createModel.execute(keyed('a'), { name: 'keyed' })).toEqual({
    outcome: 'replayed',
    modelId: first.modelId,
    status: 201,
  });
  await expect(world.createModel.execute(keyed('b'), { name: 'keyed2' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  expect(await world.events(first.modelId)).toHaveLength(1);
});

it('keeps no key of a command that failed', async () => {
  const keyed = contextOf(user('ada', 'admin'), { idempotency: { route: 'POST /models', key: 'k2', bodyHash: 'a' } });
  await world.model('in-the-way');
  await expect(world.createModel.execute(keyed, { name: 'in-the-way' })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
  await world.deleteModel.execute(world.admin, { model: 'in-the-way' });
  expect(await world.createModel.execute(keyed, { name: 'in-the-way' })).toMatchObject({ outcome: 'created' });
});
