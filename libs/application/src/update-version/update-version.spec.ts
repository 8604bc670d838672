import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
let modelId: string;
const at = { model: 'm', version: 1 };
beforeAll(async () => {
  world = await RegistryWorld.start();
  modelId = (await world.model('m')).id;
  await world.version('m', { metrics: { old: 1, gone: 2 }, params: { lr: '0.1', gone: 'x' } });
});
afterAll(() => world.stop());

const lastEvent = async () => (await world.events(modelId)).at(-1);

it('changes description and run link, once: the same values again change nothing', async () => {
  const before = await world.seeVersion('m', 1);
  const command = { ...at, description: 'better', runLink: 'https://runs.example/2' };
  await world.updateVersion.execute(world.admin, command);
  await world.updateVersion.execute(world.admin, command);
  const after = await world.seeVersion('m', 1);
  expect(after).toMatchObject({ description: 'better', runLink: 'https://runs.example/2', revision: before.revision + 1 });
  expect(after.updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  expect(await lastEvent()).toMatchObject({ type: 'version.updated', data: { version: 1, changed: ['description', 'runLink'] } });
  await world.updateVersion.execute(world.admin, { ...at, runLink: null });
  expect((await world.seeVersion('m', 1)).runLink).toBeNull();
});

it('changes a model description the same way', async () => {
  await world.updateModel.execute(world.admin, { model: 'm', description: 'what it is' });
  await world.updateModel.execute(world.admin, { model: 'm', description: 'what it is' });
  expect(await world.seeModel('m')).toMatchObject({ description: 'what it is', revision: 3 });
  expect(await lastEvent()).toMatchObject({ type: 'model.updated', data: { changed: ['description'] } });
});

it('refuses a change of what the caller did not see, for models and versions', async () => {
  const { revision } = await world.seeVersion('m', 1);
  const stale = { ...at, description: 'x', expectedRevision: revision - 1 };
  await expect(world.updateVersion.execute(world.admin, stale)).rejects.toMatchObject({
    code: 'REVISION_STALE',
    extra: { etag: `"${revision}"` },
  });
  await world.updateVersion.execute(world.admin, { ...stale, expectedRevision: revision });
  await expect(world.updateModel.execute(world.admin, { model: 'm', description: 'x', expectedRevision: 1 })).rejects.toMatchObject({
    code: 'REVISION_STALE',
  });
});

it('sets and removes metrics by one event that names the keys', async () => {
  const count = (await world.events(modelId)).length;
  await world.logMetrics.execute(world.admin, { ...at, metrics: { auc: 0.5, old: 'NaN', low: '-Infinity', gone: null } });
  expect((await world.seeVersion('m', 1)).metrics).toEqual({ auc: 0.5, old: 'NaN', low: '-Infinity' });
  expect(await world.events(modelId)).toHaveLength(count + 1);
  expect(await lastEvent()).toMatchObject({
    type: 'version.updated',
    data: { changed: ['metrics'], metrics: ['auc', 'old', 'low', 'gone'] },
  });
});

it('sets and removes params by one event that names the keys', async () => {
  await world.logParams.execute(world.admin, { ...at, params: { lr: '0.2', depth: '3', gone: null } });
  expect((await world.seeVersion('m', 1)).params).toEqual({ lr: '0.2', depth: '3' });
  expect(await lastEvent()).toMatchObject({ type: 'version.updated', data: { changed: ['params'], params: ['lr', 'depth', 'gone'] } });
});

it('refuses metrics as a whole where one is wrong, with a pointer to each', async () => {
  await expect(world.logMetrics.execute(world.admin, { ...at, metrics: { ok: 1, 'a/b': 'x', nul: {} } })).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    errors: [{ pointer: '/a~1b' }, { pointer: '/nul' }],
  });
  expect((await world.seeVersion('m', 1)).metrics).not.toHaveProperty('ok');
});

it('sets and removes tags of models and versions; a value that is there already tells nobody', async () => {
  const count = (await world.events(modelId)).length;
  for (let turn = 0; turn < 2; turn += 1) {
    await world.setModelTag.execute(world.admin, { model: 'm', key: 'team', value: 'risk' });
    await world.setVersionTag.execute(world.admin, { ...at, key: 'stage hint', value: 'x'.repeat(100_000) });
  }
  expect((await world.seeModel('m')).tags).toEqual({ team: 'risk' });
  expect((await world.seeVersion('m', 1)).tags['stage hint']).toHaveLength(100_000);
  for (let turn = 0; turn < 2; turn += 1) {
    await world.removeModelTag.execute(world.admin, { model: 'm', key: 'team' });
    await world.removeVersionTag.execute(world.admin, { ...at, key: 'stage hint' });
  }
  expect((await world.events(modelId)).slice(count).map((event) => event.type)).toEqual([
    'model.tag_set',
    'version.tag_set',
    'model.tag_removed',
    'version.tag_removed',
  ]);
});

it('keeps the newest report of a check with who reported it', async () => {
  await world.reportCheck.execute(world.admin, { ...at, name: 'bias-eval', status: 'pending' });
  const bot = contextOf(user('eve', 'editor'));
  const report = { ...at, name: 'bias-eval', status: 'success', summary: 'all groups within 2 %', url: 'https://ci.example/1' };
  await world.reportCheck.execute(bot, report);
  expect((await world.seeVersion('m', 1)).checks).toEqual([
    {
      name: 'bias-eval',
      status: 'success',
      summary: 'all groups within 2 %',
      url: 'https://ci.example/1',
      reporter: { type: 'user', id: 'usr_eve', name: 'eve' },
      reportedAt: expect.any(Date),
    },
  ]);
  expect(await lastEvent()).toMatchObject({ type: 'check.reported', data: { name: 'bias-eval', status: 'success' } });
  for (const wrong of [{ status: 'green' }, { url: 'javascript:alert(1)' }, { url: 'https://a:b@c/' }, { name: '../x' }]) {
    await expect(world.reportCheck.execute(bot, { ...report, ...wrong })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  }
});

it('names the right that is missing', async () => {
  const reader = contextOf(user('rob', 'reader'));
  const denied = (permission: string) => ({ code: 'PERMISSION_DENIED', extra: { permission } });
  await expect(world.updateVersion.execute(reader, { ...at, description: 'y' })).rejects.toMatchObject(denied('version.write'));
  await expect(world.updateModel.execute(reader, { model: 'm', description: 'y' })).rejects.toMatchObject(denied('model.write'));
  await expect(world.setModelTag.execute(reader, { model: 'm', key: 'k', value: 'v' })).rejects.toMatchObject(denied('tag.write'));
  await expect(world.reportCheck.execute(reader, { ...at, name: 'c', status: 'success' })).rejects.toMatchObject(denied('check.report'));
});
