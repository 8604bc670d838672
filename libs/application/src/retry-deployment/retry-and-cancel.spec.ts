import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { contextOf, serviceAccount, user } from '#testing/promotion/actors';
import { DeployWorld, lead } from '#testing/deploys/deploy-world';

let world: DeployWorld;
const stager = user('stager', 'staging-manager');
const stranger = user('stranger', 'admin', 'model:elsewhere-*');
const bot = serviceAccount('bot', 'production-manager', lead);

beforeAll(async () => {
  world = await DeployWorld.start();
});
afterEach(async () => {
  expect(await world.problems()).toEqual([]);
});
afterAll(() => world.stop());

async function dispatched(name: string, behaviour: object = {}) {
  const server = await world.github({ behaviour: { plan: { kind: 'by_hand' }, ...behaviour } });
  await world.promotions.model(name, 2);
  const targetId = await world.target(server, name);
  const { deploymentId } = await world.promote(name, 1);
  await world.advance(deploymentId);
  return { server, targetId, deploymentId };
}

const auditOf = async (objectId: string) =>
  (await world.promotions.database.client.auditEntry.findMany({ where: { objectId }, orderBy: { ordinal: 'asc' } })).map(
    ({ action }) => action,
  );

it("sends again only by a person's retry: same deployment and generation, attempt + 1, nothing left of the attempt before", async () => {
  const { server, deploymentId } = await dispatched('again', { missingPermission: true });
  expect((await world.deployment(deploymentId)).state).toBe('failed');
  server.setBehaviour({ missingPermission: false });
  await world.retry.execute(contextOf(lead), { deploymentId });
  expect(await world.deployment(deploymentId)).toMatchObject({
    state: 'queued',
    attempt: 2,
    generation: 1,
    tries: 0,
    error: null,
    sentAt: null,
  });
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', attempt: 2 });
  expect(server.runs[0]?.displayTitle).toContain(`[${deploymentId}.2]`);
  expect(await auditOf(deploymentId)).toEqual(['deployment.fail', 'deployment.retry', 'deployment.dispatch']);
});

it('refuses a retry by automation, without the right, and by whom the model is hidden from', async () => {
  const { deploymentId } = await dispatched('who', { missingPermission: true });
  await expect(world.retry.execute(contextOf(bot), { deploymentId })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await expect(world.retry.execute(contextOf(stager), { deploymentId })).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    extra: { permission: 'promotion.apply.protected' },
  });
  const hidden = await world.retry.execute(contextOf(stranger), { deploymentId }).catch(String);
  const missing = await world.retry.execute(contextOf(stranger), { deploymentId: 'dpl_none' }).catch(String);
  expect(hidden).toBe(String(missing).replace('dpl_none', deploymentId));
  expect((await world.deployment(deploymentId)).attempt).toBe(1);
});

it('refuses a retry of what has not ended, of an older generation, of a version that was replaced, and without its target', async () => {
  const { server, targetId, deploymentId } = await dispatched('stale');
  const refused = () => expect(world.retry.execute(contextOf(lead), { deploymentId })).rejects.toMatchObject({ code: 'INVALID_STATE' });
  await refused();
  server.finishRun(server.runs[0]?.id ?? 0, 'failure');
  await world.pass('stale', 6);
  await world.advance(deploymentId);
  const admin = contextOf(user('admin', 'admin'));
  await world.promotions.promote.execute(admin, { model: 'stale', version: 1, toStage: 'Archived', reason: 'bad', allowEmpty: true });
  await refused();
  const { deploymentId: next } = await world.promote('stale', 1);
  await refused();
  await world.deleteTarget.execute(admin, { targetId });
  await world.advance(next);
  await expect(world.retry.execute(contextOf(lead), { deploymentId: next })).rejects.toMatchObject({ code: 'INVALID_STATE' });
});

it('cancels what is queued at once and without GitHub', async () => {
  const server = await world.github();
  await world.promotions.model('waiting', 1);
  await world.target(server, 'waiting');
  const { deploymentId } = await world.promote('waiting', 1);
  await expect(world.cancel.execute(contextOf(stager), { deploymentId })).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await world.cancel.execute(contextOf(bot), { deploymentId });
  expect((await world.deployment(deploymentId)).state).toBe('cancelled');
  await world.advance(deploymentId);
  expect(server.requests).toEqual([]);
  await expect(world.cancel.execute(contextOf(lead), { deploymentId })).rejects.toMatchObject({ code: 'INVALID_STATE' });
});

it('asks GitHub to cancel a run, and ends with it', async () => {
  const { server, deploymentId } = await dispatched('stops');
  await world.cancel.execute(contextOf(lead), { deploymentId });
  await world.cancel.execute(contextOf(lead), { deploymentId });
  expect((await world.deployment(deploymentId)).state).toBe('dispatched');
  await world.pass('stops', 2);
  await world.advance(deploymentId);
  await world.pass('stops', 6);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'cancelled', conclusion: 'cancelled' });
  expect(server.requests.filter(({ path }) => path.endsWith('/cancel'))).toHaveLength(1);
  expect(await auditOf(deploymentId)).toEqual(['deployment.dispatch', 'deployment.ask-cancel', 'deployment.cancel']);
});

it('asks again where GitHub did not take the cancellation', async () => {
  const { server, deploymentId } = await dispatched('asks-again');
  server.setBehaviour({ missingPermission: true });
  await world.cancel.execute(contextOf(lead), { deploymentId });
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', cancelAcceptedAt: null });
  server.setBehaviour({ missingPermission: false });
  await world.pass('asks-again', 16);
  await world.advance(deploymentId);
  expect((await world.deployment(deploymentId)).cancelAcceptedAt).not.toBeNull();
});

it('does not cancel what GitHub may or may not have started', async () => {
  const { deploymentId } = await dispatched('unsure', { dispatchFault: 'error_after_acceptance' });
  await expect(world.cancel.execute(contextOf(lead), { deploymentId })).rejects.toMatchObject({
    code: 'INVALID_STATE',
    extra: { state: 'reconciling' },
  });
});
