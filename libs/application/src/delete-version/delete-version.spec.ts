import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, serviceAccount, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
beforeAll(async () => {
  world = await RegistryWorld.start();
});
afterAll(() => world.stop());

async function modelWith(name: string, versions: number): Promise<string> {
  const { id } = await world.model(name);
  for (let turn = 0; turn < versions; turn += 1) await world.version(name);
  return id;
}

it('deletes a version that serves nobody: it is gone for reads, its row and its place in history stay', async () => {
  const id = await modelWith('idle', 2);
  await world.deleteVersion.execute(world.admin, { model: 'idle', version: 1 });
  await expect(world.seeVersion('idle', 1)).rejects.toMatchObject({ code: 'VERSION_DELETED' });
  const placements = await world.database.client.stagePlacement.findMany({ where: { modelId: id, version: 1 } });
  expect(placements).toMatchObject([{ stage: 'None', endedBy: null }]);
  expect(placements[0]?.toAt).not.toBeNull();
  expect((await world.events(id)).at(-1)).toMatchObject({ type: 'version.deleted', stage: 'None', data: { version: 1, stage: 'None' } });
  await expect(world.deleteVersion.execute(world.admin, { model: 'idle', version: 1 })).rejects.toMatchObject({ code: 'VERSION_DELETED' });
  await expect(world.deleteVersion.execute(world.admin, { model: 'idle', version: 9 })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('asks for force where the version stands outside None and Archived, and leaves an audit entry of the refusal', async () => {
  const id = await modelWith('staged', 1);
  await world.promote('staged', 1, 'Staging');
  await expect(world.deleteVersion.execute(world.admin, { model: 'staged', version: 1 })).rejects.toMatchObject({
    code: 'REFUSED',
    errors: [{ code: 'FORCE_REQUIRED' }],
  });
  expect((await world.audit(id)).at(-1)).toBe('version.delete refused');
  expect((await world.seeVersion('staged', 1)).stage).toBe('Staging');
  await world.deleteVersion.execute(world.admin, { model: 'staged', version: 1, force: true });
  expect((await world.events(id)).slice(-2)).toMatchObject([
    { type: 'version.deleted', data: { stage: 'Staging' } },
    { type: 'stage.changed', stage: 'Staging', data: { version: null, previousVersion: 1, kind: 'deleted', promotionId: null } },
  ]);
});

it('empties a protected stage only by a decision of its own with a reason', async () => {
  const id = await modelWith('serving', 1);
  await world.promote('serving', 1, 'Production');
  const attempt = (more: object) => world.deleteVersion.execute(world.admin, { model: 'serving', version: 1, force: true, ...more });
  const emptied = { code: 'REFUSED', errors: [{ code: 'EMPTIES_STAGE' }] };
  await expect(attempt({})).rejects.toMatchObject(emptied);
  await expect(attempt({ allowEmpty: true })).rejects.toMatchObject(emptied);
  await attempt({ allowEmpty: true, reason: 'it leaks data' });
  expect(await world.promotions.inStage(id, 'Production')).toEqual([]);
  const entry = await world.database.client.auditEntry.findFirst({ where: { modelId: id, action: 'version.delete', outcome: 'done' } });
  expect(entry?.reason).toBe('it leaks data');
});

it('takes the aliases and the open requests of the version with it, and tells of each', async () => {
  const id = await modelWith('linked', 2);
  await world.setAlias.execute(world.admin, { model: 'linked', alias: 'champion', version: 1 });
  await world.setAlias.execute(world.admin, { model: 'linked', alias: 'other', version: 2 });
  const reader = contextOf(user('rob', 'reader'));
  const request = await world.promotions.promote.execute(reader, { model: 'linked', version: 1, toStage: 'Production', reason: '' });
  const before = await world.database.client.registeredModel.findUniqueOrThrow({ where: { id } });
  await world.deleteVersion.execute(world.admin, { model: 'linked', version: 1 });
  expect(await world.promotions.stateOf(request.promotionId)).toBe('void');
  expect((await world.seeModel('linked')).aliases).toEqual([{ alias: 'other', version: 2, boundStage: null }]);
  expect((await world.events(id)).slice(-3)).toMatchObject([
    { type: 'version.deleted' },
    { type: 'alias.removed', data: { alias: 'champion', version: 1 } },
    { type: 'promotion.voided', stage: 'Production', data: { promotionId: request.promotionId, version: 1 } },
  ]);
  const after = await world.database.client.registeredModel.findUniqueOrThrow({ where: { id } });
  expect(after.stageRevision).toBe(before.stageRevision + 1);
});

it('removes an alias that a stage moves with the version that bore it', async () => {
  await world.database.client.$executeRaw`UPDATE stage_definition SET bound_alias = 'live' WHERE key = 'production'`;
  // As every change of the definitions does: what processes remember of them no longer counts.
  await world.database.client.$executeRaw`UPDATE workspace SET stages_revision = stages_revision + 1`;
  const id = await modelWith('bound', 1);
  await world.promote('bound', 1, 'Production');
  expect((await world.seeModel('bound')).aliases).toEqual([{ alias: 'live', version: 1, boundStage: 'Production' }]);
  await world.deleteVersion.execute(world.admin, { model: 'bound', version: 1, force: true, allowEmpty: true, reason: 'r' });
  expect((await world.events(id)).at(-1)).toMatchObject({
    type: 'alias.removed',
    stage: 'Production',
    data: { alias: 'live', boundStage: 'Production' },
  });
});

it('stops automation in a held stage, as promotions do', async () => {
  await modelWith('held', 2);
  await world.promote('held', 1, 'Production');
  await world.promote('held', 2, 'Production');
  await world.promotions.rollBack.execute(world.admin, { model: 'held', stage: 'Production', from: 2, reason: 'bad' });
  const bot = contextOf(serviceAccount('bot', 'manager', user('ada', 'admin')));
  const command = { model: 'held', version: 1, force: true, allowEmpty: true, reason: 'clean up' };
  await expect(world.deleteVersion.execute(bot, command)).rejects.toMatchObject({ code: 'STAGE_HELD' });
  await world.deleteVersion.execute(world.admin, command);
});

it('asks for the right to delete, and for the revision where one is named', async () => {
  await modelWith('guarded', 1);
  const manager = contextOf(user('meg', 'production-manager'));
  await expect(world.deleteVersion.execute(manager, { model: 'guarded', version: 1 })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    extra: { permission: 'model.delete' },
  });
  await expect(world.deleteVersion.execute(world.admin, { model: 'guarded', version: 1, expectedRevision: 7 })).rejects.toMatchObject({
    code: 'REVISION_STALE',
    extra: { etag: '"1"' },
  });
});
