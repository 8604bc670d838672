import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RunningDrains } from '#application/deliver-due/running-drains';
import { EffectsWorld } from '#testing/effects/effects-world';
import type { Receiver } from '#testing/effects/receiver';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { JobQueue, QueueUnavailableError } from '../ports/job-queue.js';

// With the queue away a process has room for so many endpoints at once: each of the others gets its turn.

class AwayQueue extends JobQueue {
  override add(): Promise<void> {
    return Promise.reject(new QueueUnavailableError('The queue is away', null));
  }
  override addMany(_name: string, payloads: readonly object[]): Promise<void> {
    return payloads.length === 0 ? Promise.resolve() : this.add();
  }
}

class FewPlaces extends RunningDrains {
  protected override readonly most: { startedHere: number; withoutQueue: number; waiting: number };
  constructor(places: number, waiting = 1_000) {
    super();
    this.most = { startedHere: 0, withoutQueue: places, waiting };
  }
}

let world: EffectsWorld;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

/** Long enough for a few deliveries, and far from enough for all of an endpoint. */
const SLICE_MS = 150;

it('gives every endpoint its turn where each has more to send than fits into one, the place being taken all the time', async () => {
  const owner = await world.user('many', 'admin');
  const model = await world.model('busy');
  const endpoints: { readonly receiver: Receiver }[] = [];
  for (let n = 0; n < 4; n += 1) {
    const receiver = await world.receiver();
    // In order and slow: a hundred in a second, however fast the machine.
    receiver.delayMs = 10;
    await world.endpoint(owner, receiver, { models: 'busy', ordered: true });
    endpoints.push({ receiver });
  }
  await world.happen(model, ...Array.from({ length: 400 }, () => 'model.updated'));
  const drains = new FewPlaces(1);
  const { relay, deliver, sweep } = world.process(new AwayQueue(), drains);
  await relay.execute('default');
  const running = new Set<Promise<unknown>>();
  drains.startBy((id) => {
    const drain = deliver.execute(id, AbortSignal.timeout(SLICE_MS)).finally(() => running.delete(drain));
    running.add(drain);
  });
  try {
    await vi.waitFor(
      async () => {
        await sweep.execute();
        expect(endpoints.map(({ receiver }) => receiver.received.length > 0)).toEqual([true, true, true, true]);
      },
      { timeout: 20_000, interval: 20 },
    );
    const done = endpoints.map(({ receiver }) => receiver.received.length);
    expect(Math.max(...done)).toBeLessThan(400);
  } finally {
    drains.stopAll();
    await Promise.all(running);
  }
});

it('puts an endpoint whose slice is over behind those that wait, and starts the next one as soon as a place is free', () => {
  const drains = new FewPlaces(2);
  const started: string[] = [];
  drains.startBy((id) => {
    started.push(id);
    drains.start(id, { poke: () => undefined, stop: () => undefined });
  });
  for (const id of ['a', 'b', 'c', 'd', 'e']) expect(drains.startHere(id, true)).toBe(true);
  for (const id of ['a', 'b', 'c', 'd']) {
    drains.end(id);
    drains.startHere(id, true);
  }
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e', 'a']);
});

it('goes on with the sweep where there was no more room for an endpoint', async () => {
  const owner = await world.user('walk', 'admin');
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.push((await world.endpoint(owner, await world.receiver(), { models: `walk-${n}` })).id);
  await world.database.pool.query(`UPDATE webhook_endpoint SET state = 'paused' WHERE NOT id = ANY($1)`, [ids]);
  for (const id of ids) await seedDeliveries(world.database.pool, id, 1, 'pending');
  const drains = new FewPlaces(1, 2);
  const { sweep } = world.process(new AwayQueue(), drains);
  const turns: string[] = [];
  drains.startBy((id) => {
    turns.push(id);
    drains.start(id, { poke: () => undefined, stop: () => undefined });
  });
  await expect(sweep.execute()).rejects.toThrow('The queue is away');
  // Each has something due for ever: whoever ends is due again at once.
  for (let turn = 0; turn < 5; turn += 1) {
    drains.end(turns.at(-1) ?? '');
    await sweep.execute().catch(() => undefined);
  }
  expect(turns).toEqual(ids.toSorted((one, other) => (one < other ? -1 : 1)));
});
