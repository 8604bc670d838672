import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { contextOf } from '#testing/promotion/actors';
import { admin, DeployWorld, lead } from '#testing/deploys/deploy-world';

let world: DeployWorld;
const byHand = { behaviour: { plan: { kind: 'by_hand' as const } } };

beforeAll(async () => {
  world = await DeployWorld.start();
});
afterEach(async () => {
  expect(await world.problems()).toEqual([]);
});
afterAll(() => world.stop());

const stateOf = async (id: string) => (await world.deployment(id)).state;

/** Version 1 is under way at GitHub when version 2 is promoted. */
async function overtaken(name: string, options: Parameters<DeployWorld['github']>[0] = byHand) {
  const server = await world.github(options);
  const modelId = await world.promotions.model(name, 3);
  const targetId = await world.target(server, name);
  const older = await world.promote(name, 1);
  await world.advance(older.deploymentId);
  const newer = await world.promote(name, 2);
  return { server, modelId, targetId, older: older.deploymentId, newer: newer.deploymentId };
}

it('cancels the older run, waits for its end, and only then starts the newer one', async () => {
  const { server, modelId, older, newer } = await overtaken('line');
  await world.advance(newer);
  expect([await stateOf(older), await stateOf(newer)]).toEqual(['dispatched', 'queued']);
  expect((await world.deployment(older)).cancelAcceptedAt).not.toBeNull();
  expect(server.dispatches).toHaveLength(1);
  // The older one is looked at soon; its end wakes the newer one, whatever it waited for.
  await world.pass('line', 2);
  await world.advance(older);
  expect(await stateOf(older)).toBe('cancelled');
  expect(await world.dueIn(newer)).toBeLessThanOrEqual(0);
  await world.advance(newer);
  expect(await world.deployment(newer)).toMatchObject({ state: 'dispatched', generation: 2 });
  expect(server.dispatches.map(({ inputs }) => inputs['version'])).toEqual(['1', '2']);
  expect(await world.events(modelId)).toEqual(['deployment.dispatched', 'deployment.cancelled', 'deployment.dispatched']);
});

it('supersedes an older run that does not end two minutes after its accepted cancellation', async () => {
  const { server, older, newer } = await overtaken('stubborn', { behaviour: { plan: { kind: 'by_hand' }, cancelIgnored: true } });
  await world.advance(newer);
  expect(await world.dueIn(newer)).toBeGreaterThan(100);
  await world.pass('stubborn', 121);
  await world.advance(newer);
  expect([await stateOf(older), await stateOf(newer)]).toEqual(['superseded', 'dispatched']);
  expect(server.dispatches).toHaveLength(2);
});

it('waits for an older one of unknown outcome until it is found or ten minutes are over', async () => {
  const { older, newer } = await overtaken('unknown', { behaviour: { dispatchFault: 'error_after_acceptance', listedAfterLists: 99 } });
  await world.advance(newer);
  expect([await stateOf(older), await stateOf(newer)]).toEqual(['reconciling', 'queued']);
  await world.pass('unknown', 601);
  await world.advance(newer);
  expect(await stateOf(older)).toBe('superseded');
});

it('ends what was overtaken while it was queued as superseded, and sends nothing for it', async () => {
  const server = await world.github(byHand);
  await world.promotions.model('queued', 2);
  await world.target(server, 'queued');
  const first = await world.promote('queued', 1);
  const second = await world.promote('queued', 2);
  await world.advance(first.deploymentId);
  expect(await world.deployment(first.deploymentId)).toMatchObject({
    state: 'superseded',
    sentAt: null,
    error: expect.stringContaining('generation 2'),
  });
  await world.advance(second.deploymentId);
  expect(server.dispatches.map(({ inputs }) => inputs['version'])).toEqual(['2']);
});

it('ends a deployment whose version no longer stands there as superseded', async () => {
  const server = await world.github(byHand);
  await world.promotions.model('gone', 1);
  await world.target(server, 'gone');
  const { deploymentId } = await world.promote('gone', 1);
  const archive = { model: 'gone', version: 1, toStage: 'Archived', reason: 'retired', allowEmpty: true };
  await world.promotions.promote.execute(contextOf(lead), archive);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'superseded', error: expect.stringContaining('no longer stands') });
  expect(server.requests).toEqual([]);
});

it('ends what is left of a deleted target: queued as cancelled, under way as no longer followed', async () => {
  const { server, targetId, older, newer } = await overtaken('deleted');
  await world.deleteTarget.execute(contextOf(admin), { targetId, expectedRevision: 1 });
  const asked = server.requests.length;
  await world.advance(older);
  await world.advance(newer);
  expect(await world.deployment(older)).toMatchObject({ state: 'failed', error: expect.stringContaining('no longer followed') });
  expect(await world.deployment(newer)).toMatchObject({ state: 'cancelled' });
  expect(server.requests).toHaveLength(asked);
  const row = await world.promotions.database.client.deployTarget.findUniqueOrThrow({ where: { id: targetId } });
  expect(row.credential).toBe('');
});

it('verifies a placement only when the deployments to all targets have succeeded, and shows what is live where', async () => {
  const server = await world.github(byHand);
  const modelId = await world.promotions.model('two', 2);
  await world.target(server, 'two');
  await world.target(server, 'two', { name: 'two-us' });
  const live = async () => (await world.live.liveOf(modelId, ['production'], null))[0];
  const { promotionId, deploymentIds } = await world.promote('two', 1);
  const placement = () => world.promotions.database.client.stagePlacement.findFirstOrThrow({ where: { promotionId } });
  const succeed = async (id: string) => {
    await world.advance(id);
    server.finishRun((await world.deployment(id)).runId ?? '', 'success');
    await world.pass('two', 6);
    await world.advance(id);
  };
  expect(await live()).toMatchObject({
    stage: 'production',
    version: null,
    targets: [{ name: 'two-eu', version: null }, { version: null }],
  });
  await succeed(deploymentIds[0] ?? '');
  expect((await placement()).verifiedAt).toBeNull();
  expect(await live()).toMatchObject({ version: null, at: null, targets: [{ version: 1 }, { version: null }] });
  await succeed(deploymentIds[1] ?? '');
  expect((await placement()).verifiedAt).not.toBeNull();
  expect(await live()).toMatchObject({ version: 1, at: expect.any(Date) });

  const then = (await live())?.at ?? null;
  const next = await world.promote('two', 2);
  await succeed(next.deploymentIds[0] ?? '');
  expect(await live()).toMatchObject({ version: null, targets: [{ version: 2 }, { version: 1 }] });
  await succeed(next.deploymentIds[1] ?? '');
  expect(await live()).toMatchObject({ version: 2 });
  expect((await world.live.liveOf(modelId, ['production'], then))[0]).toMatchObject({ version: 1, at: then });
  // With every target gone nobody has reported anything else.
  await world.promotions.database.client.deployTarget.updateMany({
    where: { name: { startsWith: 'two-' } },
    data: { deletedAt: new Date() },
  });
  expect(await live()).toMatchObject({ version: 2, targets: [{ version: 2 }] });
  expect(await world.live.liveOf(modelId, ['Staging'], null)).toEqual([{ stage: 'Staging', version: null, at: null, targets: [] }]);
});
