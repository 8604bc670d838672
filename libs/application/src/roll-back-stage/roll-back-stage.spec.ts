import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectValidEvents } from '#testing/events/validate-events';
import { contextOf, serviceAccount, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';

let world: PromotionWorld;
const lead = user('lead', 'production-manager');
const other = user('other', 'production-manager');
const bot = serviceAccount('bot', 'production-manager', lead);

beforeAll(async () => {
  world = await PromotionWorld.start();
});
afterAll(() => world.stop());

const promote = (actor: Parameters<typeof contextOf>[0], model: string, version: number, toStage = 'Production', more = {}) =>
  world.promote.execute(contextOf(actor), { model, version, toStage, reason: '', ...more });
const rollBack = (actor: Parameters<typeof contextOf>[0], model: string, from: number, more = {}) =>
  world.rollBack.execute(contextOf(actor), { model, stage: 'production', from, reason: 'error rate doubled', ...more });

it('puts the last verified version back, archives and quarantines the bad one, and holds the stage', async () => {
  const id = await world.model('good', 2);
  await promote(lead, 'good', 1);
  await promote(lead, 'good', 2);
  const { promotionId } = await rollBack(lead, 'good', 2);
  expect(await world.standing(id)).toEqual([
    { version: 1, stage: 'Production' },
    { version: 2, stage: 'Archived' },
  ]);
  expect(await world.database.client.stageHold.findMany({ where: { modelId: id } })).toMatchObject([{ stage: 'Production', promotionId }]);
  expect(await world.database.client.quarantine.findMany({ where: { modelId: id } })).toMatchObject([
    { version: 2, stage: 'Production', incident: promotionId },
  ]);
  expect((await world.events(id)).slice(-4)).toEqual(['promotion.applied', 'stage.changed', 'version.quarantined', 'stage.held']);
});

it('stops automation while the hold stands, and lifts the hold by a person’s promotion', async () => {
  const id = await world.model('held', 3);
  await promote(lead, 'held', 1);
  await promote(lead, 'held', 2);
  await rollBack(lead, 'held', 2);
  await expect(promote(bot, 'held', 3)).rejects.toMatchObject({ code: 'STAGE_HELD' });
  await promote(lead, 'held', 3);
  expect(await world.database.client.stageHold.count({ where: { modelId: id, liftedAt: null } })).toBe(0);
  expect((await world.events(id)).at(-1)).toBe('stage.released');
});

it('keeps the quarantined version out until a person approves a promotion that names the incident', async () => {
  const id = await world.model('quarantined', 2);
  await promote(lead, 'quarantined', 1);
  await promote(lead, 'quarantined', 2);
  const { promotionId: incident } = await rollBack(lead, 'quarantined', 2);
  await expect(promote(lead, 'quarantined', 2)).rejects.toMatchObject({ code: 'VERSION_QUARANTINED' });
  const asked = await promote(lead, 'quarantined', 2, 'Production', { incident });
  expect(asked.outcome).toBe('pending');
  await world.approve.execute(contextOf(other), { promotionId: asked.promotionId, comment: 'fixed' });
  expect(await world.inStage(id, 'Production')).toEqual([2]);
  expect(await world.database.client.quarantine.count({ where: { modelId: id, liftedAt: null } })).toBe(0);
});

it('refuses when the version to take away no longer stands there, and says who moved it', async () => {
  await world.model('late', 2);
  await promote(lead, 'late', 1);
  await promote(other, 'late', 2);
  await expect(rollBack(lead, 'late', 1)).rejects.toMatchObject({ code: 'INCUMBENT_CHANGED', extra: { incumbent: 2, movedBy: 'other' } });
});

it('says so, with an event, when there is nothing to go back to', async () => {
  const id = await world.model('first', 1);
  await promote(lead, 'first', 1);
  await expect(rollBack(lead, 'first', 1)).rejects.toMatchObject({ code: 'ROLLBACK_IMPOSSIBLE' });
  expect((await world.events(id)).at(-1)).toBe('rollback.impossible');
  await expectValidEvents(world.database);
  expect(await world.inStage(id, 'Production')).toEqual([1]);
});

it('skips quarantined versions, goes to a version named by `to`, and refuses one that never stood there', async () => {
  const id = await world.model('named', 4);
  for (const version of [1, 2, 3]) await promote(lead, 'named', version);
  await rollBack(lead, 'named', 3);
  await rollBack(lead, 'named', 2);
  expect(await world.inStage(id, 'Production')).toEqual([1]);
  await promote(lead, 'named', 4);
  await expect(rollBack(lead, 'named', 4, { to: 3 })).rejects.toMatchObject({ code: 'ROLLBACK_IMPOSSIBLE' });
  await rollBack(lead, 'named', 4, { to: 1 });
  expect(await world.inStage(id, 'Production')).toEqual([1]);
});

it('is for stages that hold one version and for those with the right', async () => {
  await world.model('rights', 2);
  await promote(lead, 'rights', 1);
  await promote(lead, 'rights', 2);
  await expect(rollBack(user('stager', 'staging-manager'), 'rights', 2)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await expect(world.rollBack.execute(contextOf(lead), { model: 'rights', stage: 'Staging', from: 2, reason: '' })).rejects.toMatchObject({
    code: 'REFUSED',
  });
});

it('is carried out once however many ask at once', async () => {
  const id = await world.model('storm', 2);
  await promote(lead, 'storm', 1);
  await promote(lead, 'storm', 2);
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => rollBack(lead, 'storm', 2)));
  expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  expect(await world.inStage(id, 'Production')).toEqual([1]);
});
