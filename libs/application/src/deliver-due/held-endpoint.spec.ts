import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SlipwayError } from '#domain/errors/slipway-error';
import { EffectsWorld } from '#testing/effects/effects-world';

// What is under way at an endpoint is never sent by a second process while the first one lives, whatever that one is busy with.

let world: EffectsWorld;
let n = 0;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function endpointWith(events: number, delayMs = 0) {
  n += 1;
  const receiver = await world.receiver();
  receiver.delayMs = delayMs;
  const owner = await world.user(`ann${n}`, 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: `m${n}` });
  const model = await world.model(`m${n}`);
  for (let i = 0; i < events; i += 8) await world.happen(model, ...Array.from({ length: Math.min(8, events - i) }, () => 'model.updated'));
  const process = world.process();
  while ((await process.relay.execute('default')).events > 0);
  return { id, receiver };
}

const claimBy = (endpointId: string, owner: string, drainMs = 3_000) =>
  world.deliveries.claim({ endpointId, owner, limit: 50, held: [], after: null, leaseMs: 25_000, drainMs });

/** Until somebody else may claim at the endpoint: it was let go, or its holder's right has ended. */
const lapsed = (endpointId: string) =>
  vi.waitFor(
    async () => {
      const { rows } = await world.database.pool.query<{ free: boolean }>(
        'SELECT drain_owner IS NULL OR drain_until <= clock_timestamp() AS free FROM webhook_endpoint WHERE id = $1',
        [endpointId],
      );
      expect(rows[0]?.free).toBe(true);
    },
    { timeout: 10_000, interval: 20 },
  );

/** Until so many statements of this database wait for a lock. */
const waiting = (count: number) =>
  vi.waitFor(async () => {
    const { rows } = await world.database.pool.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    expect(rows[0]?.count).toBe(count);
  });

it('lets go what hangs at a slow receiver in time, however often it is poked', async () => {
  const { id, receiver } = await endpointWith(32, 4_500);
  const [first, second] = [world.process(), world.process()];
  const run = first.deliver.execute(id);
  const pokes = setInterval(() => void first.deliver.execute(id), 4);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(32), { timeout: 3_000 });
  await lapsed(id);
  await second.deliver.execute(id);
  clearInterval(pokes);
  await run;
  expect(receiver.received).toHaveLength(32);
}, 60_000);

it('starts nothing on a claim whose answer came when its right had ended', async () => {
  const { id, receiver } = await endpointWith(8);
  const [first, second] = [world.process(), world.process()];
  const claim = world.deliveries.claim.bind(world.deliveries);
  const spy = vi.spyOn(world.deliveries, 'claim').mockImplementationOnce(async (request) => {
    const claimed = await claim(request);
    await lapsed(id);
    await second.deliver.execute(id);
    return claimed;
  });
  await first.deliver.execute(id);
  spy.mockRestore();
  expect(receiver.received).toHaveLength(8);
}, 60_000);

it('sends nothing twice while results wait to be stored', async () => {
  const { id, receiver } = await endpointWith(32);
  const [first, second] = [world.process(), world.process()];
  const finish = world.deliveries.finishDelivered.bind(world.deliveries);
  let stalled = true;
  const spy = vi.spyOn(world.deliveries, 'finishDelivered').mockImplementation((results) => {
    return stalled ? Promise.reject(new SlipwayError('UNAVAILABLE', 'commits wait for the disk')) : finish(results);
  });
  const run = first.deliver.execute(id);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(32), { timeout: 3_000 });
  await lapsed(id);
  await second.deliver.execute(id);
  stalled = false;
  await run;
  spy.mockRestore();
  expect(receiver.received).toHaveLength(32);
  expect(new Set(await world.states(id))).toEqual(new Set(['delivered']));
}, 60_000);

it('claims nothing by what it saw before it waited for the endpoint to be let go', async () => {
  const { id } = await endpointWith(1);
  const claimed = await claimBy(id, 'first', 500);
  await lapsed(id);
  const holder = await world.database.pool.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT id FROM delivery WHERE endpoint_id = $1 FOR UPDATE', [id]);
  const release = world.deliveries.release({ endpointId: id, owner: 'first', unfinished: claimed?.deliveries ?? [], leaseMs: 25_000 });
  await waiting(1);
  const other = claimBy(id, 'second');
  await waiting(2);
  await holder.query('COMMIT');
  holder.release();
  const { leased } = await release;
  const taken = (await other)?.deliveries ?? [];
  expect(leased.length + taken.length).toBe(1);
}, 60_000);

it('stores what it can of results of which one came twice', async () => {
  const { id } = await endpointWith(2);
  const [one, other] = (await claimBy(id, 'first'))?.deliveries ?? [];
  if (one === undefined || other === undefined) throw new Error('nothing was claimed');
  const attempt = {
    outcome: 'delivered',
    status: 204,
    durationMs: 1,
    requestHeaders: {},
    responseBody: null,
    resolvedIp: null,
    retryAfterMs: null,
    errorClass: null,
    error: null,
    startedAt: new Date(),
  } as const;
  const of = (delivery: typeof one, epoch: typeof one.epoch) =>
    ({ id: delivery.id, fence: delivery.fence, epoch, state: 'delivered', retryInMs: null, attempt, error: null }) as const;
  await world.deliveries.finishDelivered([of(one, one.epoch), of(one, (one.epoch ?? 0) + 1), of(other, other.epoch)]);
  expect(await world.states(id)).toEqual(['delivered', 'delivered']);
}, 60_000);

it.each(['release', 'claim'] as const)(
  'lets the endpoint go where the answers to its first three tries to %s are lost',
  async (statement) => {
    const { id, receiver } = await endpointWith(1);
    const { deliver } = world.process();
    let lost = 0;
    const away = async <T>(work: () => Promise<T>): Promise<T> => {
      lost += 1;
      if (lost > 3) return work();
      // A claim that was made, and nobody heard of it; a statement to let it go that never came to the database.
      if (statement === 'claim') await work();
      throw new SlipwayError('UNAVAILABLE', 'the way is lost');
    };
    const [release, claim] = [world.deliveries.release.bind(world.deliveries), world.deliveries.claim.bind(world.deliveries)];
    const spy =
      statement === 'release'
        ? vi.spyOn(world.deliveries, 'release').mockImplementation((request) => away(() => release(request)))
        : vi.spyOn(world.deliveries, 'claim').mockImplementation((request) => away(() => claim(request)));
    await expect(deliver.execute(id)).rejects.toThrow('the way is lost');
    const { rows } = await world.database.pool.query('SELECT drain_owner FROM webhook_endpoint WHERE id = $1', [id]);
    expect(rows).toEqual([{ drain_owner: null }]);
    spy.mockRestore();
    await world.process().deliver.execute(id);
    expect(receiver.received).toHaveLength(1);
  },
);

it('stores what was under way while it let go by a statement whose answer was lost', async () => {
  const { id, receiver } = await endpointWith(1, 2_500);
  const release = world.deliveries.release.bind(world.deliveries);
  const spy = vi.spyOn(world.deliveries, 'release').mockImplementationOnce(async (request) => {
    await release(request);
    throw new SlipwayError('UNAVAILABLE', 'the way is lost');
  });
  const run = world
    .process()
    .deliver.execute(id)
    .catch((error: unknown) => error);
  await vi.waitFor(() => expect(spy).toHaveBeenCalledTimes(2), { timeout: 5_000 });
  spy.mockRestore();
  await lapsed(id);
  // Whoever holds it next refuses what was claimed before and has no lease of its own.
  await claimBy(id, 'other');
  expect(await run).toMatchObject({ message: 'the way is lost' });
  expect([receiver.received.length, await world.states(id)]).toEqual([1, ['delivered']]);
}, 30_000);

it('holds an endpoint by another name in each drain, so that what one sent late lets nothing go that a later one holds', async () => {
  const { id } = await endpointWith(1);
  const { deliver } = world.process();
  const spy = vi.spyOn(world.deliveries, 'claim');
  await deliver.execute(id);
  await deliver.execute(id);
  const owners = new Set(spy.mock.calls.map(([{ owner }]) => owner));
  spy.mockRestore();
  expect(owners.size).toBe(2);
  const [first = '', second = ''] = owners;
  await claimBy(id, second);
  await world.deliveries.release({ endpointId: id, owner: first, unfinished: [], leaseMs: 25_000 });
  const { drainOwner } = await world.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id } });
  expect(drainOwner).toBe(second);
});

it('notes no probe of a circuit that another process has taken over', async () => {
  const { id } = await endpointWith(1);
  await claimBy(id, 'first', 1);
  await lapsed(id);
  await claimBy(id, 'second');
  const until = new Date('2030-01-01T00:00:00Z');
  const circuit = (probes: number) => ({ failuresInRow: 5, openUntil: until, probes });
  expect(await world.deliveries.saveCircuit(id, 'second', circuit(2))).toBe(true);
  expect(await world.deliveries.saveCircuit(id, 'first', circuit(1))).toBe(false);
  expect(await world.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id } })).toMatchObject({ circuitProbes: 2 });
});

it('sends nothing on a claim of which another process has taken over the circuit', async () => {
  const { id, receiver } = await endpointWith(1);
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { failuresInRow: 5, circuitOpenUntil: new Date(0) } });
  const save = world.deliveries.saveCircuit.bind(world.deliveries);
  const spy = vi.spyOn(world.deliveries, 'saveCircuit').mockImplementationOnce(async (...circuit) => {
    await world.database.client.$executeRaw`UPDATE webhook_endpoint SET drain_until = now() WHERE id = ${id}`;
    await claimBy(id, 'other', 400);
    return save(...circuit);
  });
  await world.process().deliver.execute(id);
  spy.mockRestore();
  expect(receiver.received).toHaveLength(0);
  await lapsed(id);
  await world.process().deliver.execute(id);
  expect(receiver.received).toHaveLength(1);
});
