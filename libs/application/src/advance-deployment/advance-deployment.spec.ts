import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { isEventType } from '#domain/events/event-types';
import { payloadSchema } from '#domain/events/event-schemas';
import { systemContext } from '#application/shared/system-context';
import { DeployWorld } from '#testing/deploys/deploy-world';

let world: DeployWorld;

beforeAll(async () => {
  world = await DeployWorld.start();
});
afterEach(async () => {
  expect(await world.problems()).toEqual([]);
});
afterAll(() => world.stop());

/** A model with a target of its own at a fresh GitHub, and version 1 promoted. */
async function deployed(name: string, options: Parameters<DeployWorld['github']>[0] = {}, versions = 2) {
  const server = await world.github(options);
  const modelId = await world.promotions.model(name, versions);
  const targetId = await world.target(server, name);
  return { server, modelId, targetId, ...(await world.promote(name, 1)) };
}

const byHand = { behaviour: { plan: { kind: 'by_hand' as const } } };

it('follows a run from dispatch to success and verifies the placement', async () => {
  const { server, modelId, promotionId, deploymentId } = await deployed('whole', byHand);
  const placement = () => world.promotions.database.client.stagePlacement.findFirstOrThrow({ where: { promotionId } });
  await world.advance(deploymentId);
  const [run] = server.runs;
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', attempt: 1, runId: String(run?.id) });
  expect(run?.inputs).toMatchObject({
    deployment_id: deploymentId,
    attempt: '1',
    generation: '1',
    model: 'whole',
    version: '1',
    target: 'whole-eu',
  });
  expect(await world.dueIn(deploymentId)).toBeLessThanOrEqual(5);

  server.startRun(run?.id ?? 0);
  await world.pass('whole', 6);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'running', runStatus: 'in_progress' });
  expect((await placement()).verifiedAt).toBeNull();

  server.finishRun(run?.id ?? 0, 'success');
  await world.pass('whole', 20);
  await world.advance(deploymentId);
  const done = await world.deployment(deploymentId);
  expect(done).toMatchObject({ state: 'succeeded', conclusion: 'success', error: null, dueAt: null });
  expect(done.runUrl).toContain(`/acme/models/actions/runs/${run?.id}`);
  expect((await placement()).verifiedAt).not.toBeNull();
  expect(await world.events(modelId)).toEqual(['deployment.dispatched', 'deployment.started', 'deployment.succeeded']);
  expect(server.dispatches).toHaveLength(1);
});

it('does nothing before it is due, and nothing once it has ended', async () => {
  const { server, deploymentId } = await deployed('early', byHand);
  await world.advance(deploymentId);
  const asked = server.requests.length;
  await world.advance(deploymentId);
  expect(server.requests).toHaveLength(asked);
  server.finishRun(server.runs[0]?.id ?? 0, 'success');
  await world.pass('early', 10);
  await world.advance(deploymentId);
  const ended = server.requests.length;
  await world.pass('early', 1000);
  await world.advance(deploymentId);
  expect(server.requests).toHaveLength(ended);
});

it.each([
  ['failure', 'failed', 'deployment.failed'],
  ['startup_failure', 'failed', 'deployment.failed'],
  ['skipped', 'failed', 'deployment.failed'],
  ['neutral', 'failed', 'deployment.failed'],
  ['cancelled', 'cancelled', 'deployment.cancelled'],
  ['timed_out', 'timed_out', 'deployment.timed_out'],
])('ends as GitHub says: %s is %s, and nothing is verified', async (conclusion, state, event) => {
  const name = `ends-${conclusion}`;
  const { server, modelId, promotionId, deploymentId } = await deployed(name, byHand);
  await world.advance(deploymentId);
  server.finishRun(server.runs[0]?.id ?? 0, conclusion);
  await world.pass(name, 6);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state, conclusion });
  expect((await world.events(modelId)).at(-1)).toBe(event);
  const placement = await world.promotions.database.client.stagePlacement.findFirstOrThrow({ where: { promotionId } });
  expect(placement.verifiedAt).toBeNull();
});

it('times a run out that does not end in two hours, after one last look', async () => {
  const { server, deploymentId } = await deployed('slow', byHand);
  await world.advance(deploymentId);
  server.startRun(server.runs[0]?.id ?? 0);
  await world.pass('slow', 7_300);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'timed_out', error: expect.stringContaining('did not end in time') });
});

it('fails where GitHub refuses the dispatch, with what would make it work', async () => {
  const { server, modelId, deploymentId } = await deployed('refused', { behaviour: { missingPermission: true } });
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('Actions: write'),
    runId: null,
  });
  expect(await world.events(modelId)).toEqual(['deployment.failed']);
  expect(server.dispatches).toHaveLength(0);
});

it.each(['error_after_acceptance', 'cut_after_acceptance'] as const)(
  'never sends again after %s: the run is adopted by its name',
  async (dispatchFault) => {
    const name = `adopts-${dispatchFault}`;
    const { server, modelId, deploymentId } = await deployed(name, {
      behaviour: { dispatchFault, listedAfterLists: 1, plan: { kind: 'by_hand' } },
    });
    await world.advance(deploymentId);
    expect(await world.deployment(deploymentId)).toMatchObject({ state: 'reconciling', runId: null });
    // GitHub lists the run late: the first look finds nothing, and that proves nothing.
    for (const state of ['reconciling', 'dispatched']) {
      await world.pass(name, 6);
      await world.advance(deploymentId);
      expect((await world.deployment(deploymentId)).state).toBe(state);
    }
    expect(await world.deployment(deploymentId)).toMatchObject({ runId: String(server.runs[0]?.id), attempt: 1, error: null });
    expect(server.dispatches).toHaveLength(1);
    expect(await world.events(modelId)).toEqual(['deployment.dispatched']);
  },
);

it('finds the run on an Enterprise Server that answers 204 without its id', async () => {
  const { server, deploymentId } = await deployed('ghes', { server: 'ghes', ...byHand });
  await world.advance(deploymentId);
  expect((await world.deployment(deploymentId)).state).toBe('reconciling');
  await world.pass('ghes', 6);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', runId: String(server.runs[0]?.id) });
  expect(server.dispatches).toHaveLength(1);
});

it('gives up after ten minutes without a run, as failed with an unknown outcome', async () => {
  const { server, deploymentId } = await deployed('lost', { behaviour: { dispatchFault: 'error_after_acceptance', listedAfterLists: 99 } });
  await world.advance(deploymentId);
  await world.pass('lost', 540);
  await world.advance(deploymentId);
  expect((await world.deployment(deploymentId)).state).toBe('reconciling');
  await world.pass('lost', 61);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'failed', error: expect.stringContaining('unknown_outcome') });
  expect(server.dispatches).toHaveLength(1);
});

it('waits for a rate limit without burning the attempt', async () => {
  const { server, modelId, deploymentId } = await deployed('limited', {
    behaviour: { rateLimit: { kind: 'secondary', times: 1, waitSeconds: 90 }, plan: { kind: 'by_hand' } },
  });
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'queued', attempt: 1, sentAt: null });
  expect(await world.dueIn(deploymentId)).toBeGreaterThan(80);
  expect(await world.events(modelId)).toEqual([]);
  await world.pass('limited', 91);
  // A worker that knows of no limit: this one's gateway still keeps to it by its own clock.
  await world.anotherWorker().execute(systemContext('default'), deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', attempt: 1, error: null });
  expect(server.dispatches).toHaveLength(1);
});

it('tries again where GitHub was never reached', async () => {
  const { server, deploymentId } = await deployed('offline', byHand);
  await server.close();
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({
    state: 'queued',
    attempt: 1,
    tries: 1,
    error: expect.stringMatching(/refused/i),
  });
  expect(await world.dueIn(deploymentId)).toBeGreaterThanOrEqual(4);
});

it('fails where the credential does not open, and says nothing of it', async () => {
  const { server, targetId, deploymentId } = await deployed('sealed');
  await world.promotions.database.client.deployTarget.update({ where: { id: targetId }, data: { credential: 'v1.other.x.y.z' } });
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'failed', error: expect.stringContaining('cannot be opened') });
  expect(server.requests).toEqual([]);
});

it('starts the run once where two workers advance the same deployment at once', async () => {
  for (let round = 0; round < 3; round += 1) {
    const name = `race-${round}`;
    const { server, deploymentId } = await deployed(name, byHand);
    const workers = [world.parts.advance, world.anotherWorker(), world.anotherWorker(), world.anotherWorker()];
    const context = systemContext('default');
    await Promise.all(workers.map((worker) => worker.execute(context, deploymentId)));
    expect(server.dispatches).toHaveLength(1);
    expect((await world.deployment(deploymentId)).state).toBe('dispatched');
  }
});

it('writes events that keep to their published schemas', async () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const events = await world.promotions.database.client.event.findMany({ where: { type: { startsWith: 'deployment.' } } });
  expect(events.length).toBeGreaterThan(10);
  for (const { type, data } of events) {
    if (!isEventType(type)) throw new Error(`${type} is no event`);
    const check = ajv.compile(payloadSchema(type, { closed: true }));
    expect([type, check(data), check.errors]).toEqual([type, true, null]);
  }
});
