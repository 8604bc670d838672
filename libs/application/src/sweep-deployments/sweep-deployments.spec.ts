import { afterAll, beforeAll, expect, it } from 'vitest';
import { JobQueue, QueueUnavailableError } from '#application/ports/job-queue';
import { systemContext } from '#application/shared/system-context';
import { DeployWorld } from '#testing/deploys/deploy-world';
import { SweepDeployments } from './sweep-deployments.js';

let world: DeployWorld;
const context = systemContext('default');

beforeAll(async () => {
  world = await DeployWorld.start();
});
afterAll(async () => {
  expect(await world.problems()).toEqual([]);
  await world.stop();
});

/** Keeps what was added; the adapters' own tests show that a queue does. */
class RecordingQueue extends JobQueue {
  readonly added: string[] = [];
  away = false;
  override async add(): Promise<void> {
    throw new Error('the sweep adds many');
  }
  override async addMany(_queue: string, payloads: readonly object[]): Promise<void> {
    if (this.away) throw new QueueUnavailableError('the queue is away');
    this.added.push(...payloads.flatMap((payload) => ('deploymentId' in payload ? [String(payload.deploymentId)] : [])));
  }
}

it('starts what is due once, again where the job seems lost, and never what is held or not due', async () => {
  const server = await world.github({ behaviour: { plan: { kind: 'by_hand' } } });
  await world.promotions.model('swept', 1);
  await world.target(server, 'swept');
  const { deploymentId } = await world.promote('swept', 1);
  const queue = new RecordingQueue();
  let now = Date.now();
  const sweep = new SweepDeployments(world.parts.deployments, queue, { now: () => new Date(now) });

  queue.away = true;
  expect(await sweep.execute(context)).toBe(0);
  queue.away = false;
  expect(await sweep.execute(context)).toBe(1);
  expect(await sweep.execute(context)).toBe(0);
  now += 10_000;
  expect(await sweep.execute(context)).toBe(1);
  expect(queue.added).toEqual([deploymentId, deploymentId]);

  await world.advance(deploymentId);
  expect(await sweep.execute(context)).toBe(0);
  await world.pass('swept', 6);
  expect(await sweep.execute(context)).toBe(1);
  await world.parts.deployments.claim('default', deploymentId, 60_000);
  now += 10_000;
  expect(await sweep.execute(context)).toBe(0);
});
