import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, serviceAccount, user } from '#testing/promotion/actors';
import { PromotionWorld } from '#testing/promotion/promotion-world';

let world: PromotionWorld;
const lead = user('lead', 'production-manager');
const other = user('other', 'production-manager');
const stager = user('stager', 'staging-manager');
const reader = user('reader', 'reader');
const bot = serviceAccount('bot', 'production-manager', lead);

beforeAll(async () => {
  world = await PromotionWorld.start();
});
afterAll(() => world.stop());

const promote = (actor: Parameters<typeof contextOf>[0], model: string, version: number, toStage: string, more = {}) =>
  world.promote.execute(contextOf(actor), { model, version, toStage, reason: '', ...more });

it('archives the incumbent in the instant in which another version enters a single-occupancy stage', async () => {
  const id = await world.model('archives', 2);
  await promote(lead, 'archives', 1, 'Production');
  await promote(lead, 'archives', 2, 'production');
  expect(await world.standing(id)).toEqual([
    { version: 1, stage: 'Archived' },
    { version: 2, stage: 'Production' },
  ]);
  const [closed, opened] = await world.database.client.stagePlacement.findMany({
    where: { modelId: id, stage: 'Production' },
    orderBy: { fromAt: 'asc' },
  });
  expect(closed?.toAt).toEqual(opened?.fromAt);
});

it('answers the standing promotion and writes nothing when the version is there already', async () => {
  const id = await world.model('twice', 1);
  const first = await promote(lead, 'twice', 1, 'Staging');
  const before = await world.events(id);
  const second = await promote(lead, 'twice', 1, 'STAGING');
  expect(second).toEqual({ outcome: 'already-there', promotionId: first.promotionId });
  expect(await world.events(id)).toEqual(before);
});

it('keeps several versions in a stage of many unless archiveExisting is asked for', async () => {
  const id = await world.model('many', 3);
  await promote(lead, 'many', 1, 'Staging');
  await promote(lead, 'many', 2, 'Staging');
  expect(await world.inStage(id, 'Staging')).toEqual([1, 2]);
  await promote(lead, 'many', 3, 'Staging', { archiveExisting: true });
  expect(await world.inStage(id, 'Staging')).toEqual([3]);
  expect(await world.inStage(id, 'Archived')).toEqual([1, 2]);
});

it('opens one request for those who may not apply, and gives the same one again', async () => {
  await world.model('asks', 1);
  const asked = await promote(reader, 'asks', 1, 'Production');
  const again = await promote(reader, 'asks', 1, 'Production');
  expect(asked.outcome).toBe('pending');
  expect(again).toEqual(asked);
});

it('lets a staging manager move between unprotected stages and only ask for a protected one', async () => {
  const id = await world.model('stager', 1);
  expect((await promote(stager, 'stager', 1, 'Staging')).outcome).toBe('applied');
  expect((await promote(stager, 'stager', 1, 'Production')).outcome).toBe('pending');
  expect(await world.inStage(id, 'Staging')).toEqual([1]);
});

it('applies a request when another person with the right approves it', async () => {
  const id = await world.model('approved', 1);
  const { promotionId } = await promote(reader, 'approved', 1, 'Production');
  await world.approve.execute(contextOf(other), { promotionId, comment: 'looks good' });
  expect(await world.inStage(id, 'Production')).toEqual([1]);
  expect(await world.events(id)).toEqual(['promotion.requested', 'promotion.approved', 'promotion.applied', 'stage.changed']);
});

it("does not count the requester's own approval, nor an owner's for an own service account", async () => {
  await world.model('own', 1);
  const asked = await promote(serviceAccount('asker', 'reader', lead), 'own', 1, 'Production');
  await expect(world.approve.execute(contextOf(lead), { promotionId: asked.promotionId, comment: '' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  await expect(world.approve.execute(contextOf(bot), { promotionId: asked.promotionId, comment: '' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  await expect(world.approve.execute(contextOf(stager), { promotionId: asked.promotionId, comment: '' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  expect(await world.stateOf(asked.promotionId)).toBe('pending');
});

it('ends a request by one rejection, and by its requester or a manager taking it back', async () => {
  await world.model('ends', 1);
  const rejected = await promote(reader, 'ends', 1, 'Production');
  await world.reject.execute(contextOf(other), { promotionId: rejected.promotionId, comment: 'metrics are worse' });
  expect(await world.stateOf(rejected.promotionId)).toBe('rejected');
  await expect(world.approve.execute(contextOf(other), { promotionId: rejected.promotionId, comment: '' })).rejects.toMatchObject({
    code: 'INVALID_STATE',
  });
  const cancelled = await promote(reader, 'ends', 1, 'Production');
  await expect(world.cancel.execute(contextOf(stager), { promotionId: cancelled.promotionId, reason: '' })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
  });
  await world.cancel.execute(contextOf(reader), { promotionId: cancelled.promotionId, reason: 'not yet' });
  expect(await world.stateOf(cancelled.promotionId)).toBe('cancelled');
});

it('supersedes open requests for the version and for lower numbers, and leaves those for higher ones open', async () => {
  await world.model('rivals', 3);
  const low = await promote(reader, 'rivals', 1, 'Production');
  const same = await promote(reader, 'rivals', 2, 'Production');
  const high = await promote(reader, 'rivals', 3, 'Production');
  await promote(lead, 'rivals', 2, 'Production');
  expect(await Promise.all([low, same, high].map((one) => world.stateOf(one.promotionId)))).toEqual([
    'superseded',
    'superseded',
    'pending',
  ]);
});

it('refuses when the named incumbent is gone, and says who stands there', async () => {
  await world.model('expects', 3);
  await promote(lead, 'expects', 1, 'Production');
  await promote(lead, 'expects', 2, 'Production', { expectedIncumbent: 1 });
  await expect(promote(lead, 'expects', 3, 'Production', { expectedIncumbent: 1 })).rejects.toMatchObject({
    code: 'INCUMBENT_CHANGED',
    extra: { incumbent: 2 },
  });
  await expect(promote(lead, 'expects', 3, 'Production', { expectedIncumbent: null })).rejects.toMatchObject({ code: 'INCUMBENT_CHANGED' });
});

it('refuses to empty a protected stage without allowEmpty and a reason', async () => {
  const id = await world.model('empties', 1);
  await promote(lead, 'empties', 1, 'Production');
  await expect(promote(lead, 'empties', 1, 'Archived')).rejects.toMatchObject({ code: 'REFUSED', errors: [{ code: 'EMPTIES_STAGE' }] });
  await expect(promote(lead, 'empties', 1, 'Archived', { allowEmpty: true })).rejects.toMatchObject({ code: 'REFUSED' });
  await promote(lead, 'empties', 1, 'Archived', { allowEmpty: true, reason: 'retired' });
  expect(await world.inStage(id, 'Production')).toEqual([]);
});

it('writes an audit entry and nothing else for a refusal', async () => {
  const id = await world.model('refusal', 1);
  await world.version(id, 'PENDING_REGISTRATION');
  await expect(promote(lead, 'refusal', 2, 'Production')).rejects.toMatchObject({ code: 'VERSION_NOT_READY' });
  expect(await world.events(id)).toEqual([]);
  expect(await world.database.client.promotion.count({ where: { modelId: id } })).toBe(0);
  const [entry] = await world.database.client.auditEntry.findMany({ where: { modelId: id } });
  expect(entry).toMatchObject({ action: 'promotion.apply', outcome: 'refused', data: { code: 'VERSION_NOT_READY' } });
});

it('shows what may not be read like what does not exist', async () => {
  await world.model('a-secret', 1);
  const stranger = user('stranger', 'admin', 'model:b-*');
  const missing = await promote(stranger, 'a-missing', 1, 'Production').catch((error: unknown) => error);
  const hidden = await promote(stranger, 'a-secret', 1, 'Production').catch((error: unknown) => error);
  expect(missing).toMatchObject({ code: 'NOT_FOUND' });
  expect(String(hidden)).toBe(String(missing).replace('a-missing', 'a-secret'));
});

it('carries a command with the same idempotency key out once, and refuses the key for another body', async () => {
  const id = await world.model('keys', 2);
  const context = contextOf(lead, { idempotency: { route: 'POST /promotions', key: 'k1', bodyHash: 'a' } });
  const command = { model: 'keys', version: 1, toStage: 'Production', reason: '' };
  const first = await world.promote.execute(context, command);
  await promote(lead, 'keys', 2, 'Production');
  expect(await world.promote.execute(context, command)).toEqual({ outcome: 'replayed', promotionId: first.promotionId, status: 201 });
  expect(await world.inStage(id, 'Production')).toEqual([2]);
  const reused = { ...context, idempotency: { route: 'POST /promotions', key: 'k1', bodyHash: 'b' } };
  await expect(world.promote.execute(reused, command)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
});

it('forecasts the verdict and the effects with nothing written', async () => {
  const id = await world.model('forecast', 2);
  await promote(lead, 'forecast', 1, 'Production');
  const before = await world.events(id);
  const forecast = await world.promote.forecast(contextOf(reader), { model: 'forecast', version: 2, toStage: 'Production', reason: '' });
  expect(forecast).toMatchObject({ verdict: 'wait', reasons: [{ code: 'APPROVAL_REQUIRED' }], move: { archived: [{ version: 1 }] } });
  expect(await world.events(id)).toEqual(before);
});

it('leaves exactly one incumbent after concurrent promotions of rivals, all of them applied', async () => {
  const id = await world.model('race', 8);
  for (let round = 0; round < 5; round += 1) {
    const results = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((version) => promote(lead, 'race', version, 'Production')));
    expect(new Set(results.map((one) => one.outcome)).has('pending')).toBe(false);
    expect(await world.inStage(id, 'Production')).toHaveLength(1);
  }
});
