import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { forkTypescript } from '#testing/child-process/fork-typescript';
import { DeployWorld } from '#testing/deploys/deploy-world';
import type { DeathPoint, DyingWorkerArguments } from '#testing/deploys/dying-worker';

let world: DeployWorld;

beforeAll(async () => {
  world = await DeployWorld.start();
});
afterEach(async () => {
  expect(await world.problems()).toEqual([]);
});
afterAll(() => world.stop());

/** Promotes a version, has another process advance its deployment, and kills that process (SIGKILL) at the given point. */
async function killedAt(point: DeathPoint, name: string) {
  const server = await world.github({ behaviour: { plan: { kind: 'by_hand' } } });
  await world.promotions.model(name, 1);
  await world.target(server, name);
  const { deploymentId } = await world.promote(name, 1);
  const args: DyingWorkerArguments = { databaseUrl: world.databaseUrl, keyRing: world.keyRing, deploymentId, point };
  const child = forkTypescript(new URL('../../../testing/src/deploys/dying-worker.ts', import.meta.url), [JSON.stringify(args)]);
  const [message] = await once(child, 'message');
  expect(message).toEqual({ reached: point });
  child.kill('SIGKILL');
  await once(child, 'exit');
  return { server, deploymentId };
}

it('survives kill -9 after the row was committed and before the request left: looked for, given up, sent by a retry only', async () => {
  const { server, deploymentId } = await killedAt('before_request', 'killed-before');
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'reconciling', runId: null });
  expect(server.dispatches).toHaveLength(0);

  // Its lease still stands: nobody else touches it.
  await world.advance(deploymentId);
  expect(server.requests).toHaveLength(0);
  await world.pass('killed-before', 30);
  await world.advance(deploymentId);
  expect((await world.deployment(deploymentId)).state).toBe('reconciling');
  await world.pass('killed-before', 600);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'failed', error: expect.stringContaining('unknown_outcome') });
  expect(server.dispatches).toHaveLength(0);
});

it('survives kill -9 after GitHub accepted: the run is adopted by its token and not started twice', async () => {
  const { server, deploymentId } = await killedAt('after_acceptance', 'killed-after');
  expect(server.dispatches).toHaveLength(1);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'reconciling', runId: null });
  await world.pass('killed-after', 30);
  await world.advance(deploymentId);
  expect(await world.deployment(deploymentId)).toMatchObject({ state: 'dispatched', runId: String(server.runs[0]?.id) });
  server.finishRun(server.runs[0]?.id ?? 0, 'success');
  await world.pass('killed-after', 30);
  await world.advance(deploymentId);
  expect((await world.deployment(deploymentId)).state).toBe('succeeded');
  expect(server.dispatches).toHaveLength(1);
});
