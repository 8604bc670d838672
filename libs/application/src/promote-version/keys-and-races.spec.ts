import { afterAll, beforeAll, expect, it } from 'vitest';
import { DefineStages } from '#application/define-stages/define-stages';
import type { Stage } from '#domain/stage/stage';
import { PrismaJournal } from '#persistence/core/prisma-journal';
import { PrismaUnitOfWork } from '#persistence/core/prisma-unit-of-work';
import { PrismaPromotionStore } from '#persistence/promotion/prisma-promotion-store';
import { PrismaModelStore } from '#persistence/registry/prisma-model-store';
import { PrismaStageStore } from '#persistence/stages/prisma-stage-store';
import { contextOf, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';

// Cases between two commands: repeats under a key, changes between the request and the approval, definitions that change meanwhile.

let world: PromotionWorld;
beforeAll(async () => {
  world = await PromotionWorld.start();
});
afterAll(() => world.stop());

const reader = user('ann', 'reader');
const bob = user('bob', 'admin');
const carl = user('carl', 'admin');
const keyed = (actor: typeof reader, key: string, route = 'POST /api/v1/promotions', bodyHash = 'h') =>
  contextOf(actor, { idempotency: { route, key, bodyHash } });
const promote = (actor: typeof reader, model: string, version: number, toStage = 'Production', more = {}) =>
  world.promote.execute(contextOf(actor), { model, version, toStage, reason: '', ...more });

it('refuses an approval again when it is repeated under its key', async () => {
  const id = await world.model('damaged', 1);
  const { promotionId } = await promote(reader, 'damaged', 1);
  await world.database.client.modelVersion.updateMany({ where: { modelId: id }, data: { integrity: 'damaged' } });
  const context = keyed(bob, 'k1', 'POST approve');
  for (let turn = 0; turn < 2; turn += 1) {
    await expect(world.approve.execute(context, { promotionId, comment: '' })).rejects.toMatchObject({ code: 'VERSION_DAMAGED' });
  }
});

it('approves once under a key, however many repeat it at once', async () => {
  await world.model('eager', 1);
  const { promotionId } = await promote(reader, 'eager', 1);
  const approve = () => world.approve.execute(keyed(bob, 'k2', 'POST approve'), { promotionId, comment: '' });
  expect((await Promise.allSettled([approve(), approve(), approve()])).map((one) => one.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ]);
  expect(await world.database.client.approval.count({ where: { promotionId } })).toBe(1);
});

it('gives the same request again under its key, also after it was rejected', async () => {
  await world.model('asked', 2);
  const command = { model: 'asked', version: 1, toStage: 'Production', reason: '' };
  const { promotionId } = await world.promote.execute(keyed(reader, 'k3'), command);
  await world.reject.execute(contextOf(bob), { promotionId, comment: 'no' });
  expect(await world.promote.execute(keyed(reader, 'k3'), command)).toEqual({ outcome: 'replayed', promotionId, status: 202 });
  const other = world.promote.execute(keyed(reader, 'k3', 'POST /api/v1/promotions', 'other'), { ...command, version: 2 });
  await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

it('asks for the expected incumbent again when a request is approved', async () => {
  await world.model('expected', 3);
  await promote(bob, 'expected', 1);
  const { promotionId } = await promote(reader, 'expected', 3, 'Production', { expectedIncumbent: 1 });
  await promote(bob, 'expected', 2);
  await expect(world.approve.execute(contextOf(carl), { promotionId, comment: '' })).rejects.toMatchObject({ code: 'INCUMBENT_CHANGED' });
  const seen = { promotionId, comment: '', expectedIncumbent: 2 };
  await world.approve.execute(contextOf(carl), seen);
  expect(await world.stateOf(promotionId)).toBe('applied');
});

it('lets an approver say which incumbent he saw', async () => {
  await world.model('seen', 2);
  await promote(bob, 'seen', 1);
  const { promotionId } = await promote(reader, 'seen', 2);
  const late = world.approve.execute(contextOf(carl), { promotionId, comment: '', expectedIncumbent: null });
  await expect(late).rejects.toMatchObject({ code: 'INCUMBENT_CHANGED', extra: { incumbent: 1 } });
});

it('remembers of an approved promotion what it did, not what was asked', async () => {
  await world.model('truth', 3);
  await promote(bob, 'truth', 1);
  const { promotionId } = await promote(reader, 'truth', 3);
  await promote(bob, 'truth', 3, 'Staging');
  await promote(bob, 'truth', 2);
  await world.approve.execute(contextOf(carl), { promotionId, comment: '' });
  const row = await world.database.client.promotion.findUnique({ where: { id: promotionId } });
  expect(row).toMatchObject({ fromStage: 'Staging', incumbentVersion: 2, archivedVersions: [2] });
});

it('keeps a stage that a request waits to enter, and decides again when the model is renamed meanwhile', async () => {
  const id = await world.model('canary', 1);
  const unit = new PrismaUnitOfWork(world.database);
  const store = new PrismaStageStore(world.database);
  const define = new DefineStages(store, unit, new PrismaJournal(world.database, world.ids));
  const { stages } = await store.definitions('default');
  const extra: Stage = { name: 'Canary', key: 'canary', ordinal: 150, occupancy: 'many', protected: true, boundAlias: null };
  const wish = (all: readonly Stage[]) => ({ stages: all.toSorted((a, b) => a.ordinal - b.ordinal), expectedRevision: undefined });
  await define.execute(contextOf(bob), wish([...stages, extra]));
  const { promotionId } = await promote(reader, 'canary', 1, 'Canary');
  await expect(define.execute(contextOf(bob), wish(stages))).rejects.toMatchObject({ errors: [{ code: 'STAGE_REQUESTED' }] });
  await world.cancel.execute(contextOf(reader), { promotionId, reason: '' });
  await define.execute(contextOf(bob), wish(stages));

  const promotions = new PrismaPromotionStore(world.database, world.ids);
  const read = (model: string) =>
    promotions.readMove({ workspace: 'default', model, version: 1, stage: 'Production', actorId: 'x', idempotency: null });
  const before = await read('canary');
  await unit.run((tx) => new PrismaModelStore(world.database).stampRename(tx, id, new Date()));
  expect((await read(id)).model?.stageRevision).toBe((before.model?.stageRevision ?? 0) + 1);
});

it('ends requests that nobody decided in time, oldest first, and leaves the others', async () => {
  await world.model('expiring', 2);
  const old = await promote(reader, 'expiring', 1);
  const young = await promote(reader, 'expiring', 2);
  await world.database.client.promotion.update({ where: { id: old.promotionId }, data: { expiresAt: new Date(0) } });
  expect(await world.expire.execute(contextOf({ type: 'system', id: 'system', name: 'system' }))).toBe(1);
  expect([await world.stateOf(old.promotionId), await world.stateOf(young.promotionId)]).toEqual(['expired', 'pending']);
});
