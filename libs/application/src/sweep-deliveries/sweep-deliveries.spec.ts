import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SlipwayError } from '#domain/errors/slipway-error';
import { dueEndpointsStatement } from '#persistence/effects/prisma-delivery-store';
import { EffectsWorld } from '#testing/effects/effects-world';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { JobQueue, QueueUnavailableError, type QueueName } from '../ports/job-queue.js';

/** Remembers the jobs that it was given; takes them as long as `work` says. */
class RememberedQueue extends JobQueue {
  readonly endpoints: string[] = [];
  constructor(private readonly work: () => Promise<void> = () => Promise.resolve()) {
    super();
  }
  override add(name: QueueName, payload: object): Promise<void> {
    return this.addMany(name, [payload]);
  }
  override async addMany(_name: QueueName, payloads: readonly object[]): Promise<void> {
    if (payloads.length > 0) await this.work();
    for (const payload of payloads) if ('endpointId' in payload) this.endpoints.push(String(payload.endpointId));
  }
}

const away = (): Promise<void> => Promise.reject(new QueueUnavailableError('The queue is away', null));

let world: EffectsWorld;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function dispatched(name: string, queue: JobQueue) {
  const receiver = await world.receiver();
  const { id } = await world.endpoint(await world.user(`of-${name}`, 'admin'), receiver, { models: name });
  const process = world.process(queue);
  const { drains, deliver } = process;
  await world.happen(await world.model(name), 'model.updated');
  return { id, receiver, process, startHere: () => drains.startBy((endpointId) => void deliver.execute(endpointId)) };
}

it('sends what is due while the queue is away', async () => {
  const { receiver, process, startHere } = await dispatched('away', new RememberedQueue(away));
  await process.relay.execute('default');
  await expect(process.sweep.execute()).rejects.toThrow('The queue is away');
  startHere();
  expect(await process.sweep.execute()).toBe(1);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 5_000 });
});

it('starts more drains in a process where no job can be had, up to a bound', async () => {
  const { drains } = world.process();
  const started: string[] = [];
  drains.startBy((endpointId) => {
    started.push(endpointId);
    drains.start(endpointId, { poke: () => undefined, stop: () => undefined });
  });
  for (let n = 0; n < 1_000; n += 1) drains.startHere(`whk_${n}`);
  const withQueue = started.length;
  for (let n = 0; n < 1_000; n += 1) drains.startHere(`whk_${n}`, true);
  expect([withQueue, started.length]).toEqual([256, 556]);
});

it('looks again after a failure during which it was told that something is due', async () => {
  const { id, receiver, process, startHere } = await dispatched('failing', new RememberedQueue(away));
  await process.relay.execute('default');
  startHere();
  const release = world.deliveries.release.bind(world.deliveries);
  const [claims, releases] = [vi.spyOn(world.deliveries, 'claim'), vi.spyOn(world.deliveries, 'release')];
  claims.mockRejectedValueOnce(new Error('the way is lost'));
  releases.mockImplementationOnce((request) => {
    process.drains.poke(id);
    return release(request);
  });
  await expect(process.deliver.execute(id)).rejects.toThrow('the way is lost');
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 5_000 });
  claims.mockRestore();
  releases.mockRestore();
});

it('goes on by itself as soon as the database is back', async () => {
  const { id, receiver, process, startHere } = await dispatched('back', new RememberedQueue(away));
  await process.relay.execute('default');
  startHere();
  const claims = vi.spyOn(world.deliveries, 'claim').mockRejectedValueOnce(new SlipwayError('UNAVAILABLE', 'the way is lost'));
  await expect(process.deliver.execute(id)).rejects.toThrow('the way is lost');
  await vi.waitFor(() => expect(receiver.received).toHaveLength(1), { timeout: 5_000 });
  claims.mockRestore();
});

it('dispatches the next events although the queue does not answer', async () => {
  const { process } = await dispatched('silent', new RememberedQueue(() => pause(60_000, undefined, { ref: false })));
  const first = performance.now();
  await process.relay.execute('default');
  expect(performance.now() - first).toBeLessThan(10_000);
});

it('comes to every endpoint that is due in two sweeps, also where there are more than one sweep takes', async () => {
  await world.database.pool.query(
    `INSERT INTO webhook_endpoint (id, workspace, url, event_types, stages, api_version, state, secret, owner_type, owner_id, owner_name, created_at, updated_at)
     SELECT 'whk_crowd' || g, 'default', 'http://127.0.0.1:9/', '{*}', '{}', '1', 'active', 's', 'user', 'u', 'u', now(), now() FROM generate_series(1, 1200) g`,
  );
  await world.database.pool.query(
    `INSERT INTO delivery (id, workspace, endpoint_id, event_id, event_type, position, state, next_attempt_at, created_at)
     SELECT 'dlv_crowd' || g, 'default', 'whk_crowd' || g, 'e' || g, 'x', g, 'pending', now(), now() FROM generate_series(1, 1200) g`,
  );
  const queue = new RememberedQueue();
  const { sweep } = world.process(queue);
  await sweep.execute();
  await sweep.execute();
  const crowd = () => queue.endpoints.filter((id) => id.startsWith('whk_crowd'));
  expect(new Set(crowd()).size).toBe(1_200);
  await sweep.execute();
  expect(crowd().length).toBeGreaterThan(2_000);
});

it('reads the heads of an ordered line and not the line, to tell that nothing is due', async () => {
  const { id } = await world.endpoint(await world.user('ordered', 'admin'), await world.receiver(), { models: 'ordered', ordered: true });
  await seedDeliveries(world.database.pool, id, 3, 'failing', 3);
  await seedDeliveries(world.database.pool, id, 6_000, 'pending', 3);
  await world.database.pool.query(`UPDATE webhook_endpoint SET state = 'paused' WHERE id <> $1`, [id]);
  await world.database.pool.query('ANALYZE delivery');
  const { text, values } = dueEndpointsStatement(1_000, null);
  const { rows } = await world.database.pool.query<{ 'QUERY PLAN': Plan[] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
  const read = rows.flatMap((row) => row['QUERY PLAN']).reduce((sum, { Plan: plan }) => sum + rowsOfDelivery(plan), 0);
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(20);
});

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}
type Plan = { readonly Plan: PlanNode };

/** Rows of `delivery` that the plan has read, those that it passed over too. */
function rowsOfDelivery(node: PlanNode): number {
  const own =
    node['Relation Name'] === 'delivery' ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, plan) => sum + rowsOfDelivery(plan), own);
}
