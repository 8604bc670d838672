import { afterAll, beforeAll, expect, it } from 'vitest';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PrismaStageStore } from '#persistence/stages/prisma-stage-store';
import { contextOf, user } from '#testing/promotion/actors';
import { RegistryWorld } from '#testing/registry/registry-world';

let world: RegistryWorld;
let modelId: string;
beforeAll(async () => {
  world = await RegistryWorld.start();
  modelId = (await world.model('m')).id;
  await world.version('m');
  await world.version('m');
});
afterAll(() => world.stop());

const set = (alias: string, version: number, context = world.admin) => world.setAlias.execute(context, { model: 'm', alias, version });

it('points, moves and removes a free alias, and marks model and versions as changed', async () => {
  await set('champion', 1);
  expect(await world.models.getAlias('default', world.admin.actor, 'm', 'champion')).toEqual({
    alias: 'champion',
    version: 1,
    boundStage: null,
  });
  const before = await world.seeVersion('m', 1);
  expect(before.aliases).toEqual(['champion']);
  await set('champion', 2);
  await set('champion', 2);
  expect((await world.seeVersion('m', 1)).revision).toBe(before.revision + 1);
  expect((await world.seeVersion('m', 2)).aliases).toEqual(['champion']);
  await world.removeAlias.execute(world.admin, { model: 'm', alias: 'champion' });
  await world.removeAlias.execute(world.admin, { model: 'm', alias: 'champion' });
  expect((await world.events(modelId)).filter((event) => event.type.startsWith('alias.'))).toMatchObject([
    { type: 'alias.set', data: { alias: 'champion', version: 1, previousVersion: null } },
    { type: 'alias.set', data: { alias: 'champion', version: 2, previousVersion: 1 } },
    { type: 'alias.removed', data: { alias: 'champion', version: 2 } },
  ]);
  await expect(world.models.getAlias('default', world.admin.actor, 'm', 'champion')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('tells aliases apart by case and refuses reserved ones', async () => {
  await set('Blue', 1);
  await set('blue', 2);
  expect((await world.seeModel('m')).aliases).toMatchObject([
    { alias: 'Blue', version: 1 },
    { alias: 'blue', version: 2 },
  ]);
  for (const alias of ['Latest', 'v1', 'a b', '']) await expect(set(alias, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
});

it('lets nobody move by hand an alias that a stage moves, and says which stage it is', async () => {
  await world.database.client.$executeRaw`UPDATE stage_definition SET bound_alias = 'live' WHERE key = 'production'`;
  const refusal = { code: 'PERMISSION_DENIED', message: expect.stringContaining('Production'), extra: { boundStage: 'Production' } };
  await expect(set('live', 1)).rejects.toMatchObject(refusal);
  await world.promote('m', 1, 'Production');
  await expect(world.removeAlias.execute(world.admin, { model: 'm', alias: 'live' })).rejects.toMatchObject(refusal);
  expect(await world.models.getAlias('default', world.admin.actor, 'm', 'live')).toEqual({
    alias: 'live',
    version: 1,
    boundStage: 'Production',
  });
});

it('points to living versions only, by the right to write aliases', async () => {
  await expect(set('x', 9)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await world.version('m');
  await world.deleteVersion.execute(world.admin, { model: 'm', version: 3 });
  await expect(set('x', 3)).rejects.toMatchObject({ code: 'VERSION_DELETED' });
  await expect(set('x', 1, contextOf(user('rob', 'reader')))).rejects.toMatchObject({ extra: { permission: 'alias.write' } });
});

it.each([
  ['set', () => set('coming', 1)],
  ['removed', () => world.removeAlias.execute(world.admin, { model: 'm', alias: 'coming' })],
])('is not %s by hand while a definition binds it', async (_, byHand) => {
  const stages = new PrismaStageStore(world.database);
  await world.promote('m', 2, 'Staging');
  const unit = new PrismaUnitOfWork(world.database);
  const bind = (boundAlias: string | null, meanwhile: () => Promise<unknown>) =>
    unit.run(async (tx) => {
      const { stages: defined } = await stages.lockDefinitions(tx, 'default');
      const waiting = await meanwhile();
      await stages.replace(
        tx,
        'default',
        defined.map((stage) => (stage.key === 'staging' ? { ...stage, boundAlias } : stage)),
      );
      return waiting;
    });
  let outcome = Promise.resolve('nothing happened');
  await bind('coming', async () => {
    let ended = false;
    outcome = byHand().then(
      () => 'done by hand',
      (error: Error) => error.message,
    );
    void outcome.then(() => (ended = true));
    while (!ended && !(await somebodyWaits())) await new Promise(setImmediate);
  });
  expect(await outcome).toContain('bound to Staging');
  expect((await world.seeModel('m')).aliases).toContainEqual(expect.objectContaining({ alias: 'coming', version: 2 }));
  await bind(null, () => Promise.resolve());
});

/** True when a statement waits for the lock on the placements. */
async function somebodyWaits(): Promise<boolean> {
  const rows = await world.database.client.$queryRaw<unknown[]>`
    SELECT 1 FROM pg_locks WHERE relation = 'stage_placement'::regclass AND NOT granted`;
  return rows.length > 0;
}
