import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { contextOf } from '#testing/promotion/actors';
import { RedeliverNext } from '../redeliver/redeliver-next.js';
import { ChangeMany } from './change-many.js';

// Changes of more deliveries than one transaction may touch: true at once, carried out in batches, by any process, killed at any time.

let world: EffectsWorld;
let n = 0;
/** Milliseconds of a turn in which all there is gets done, also on a slow machine. */
const ALL = 60_000;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function endpointOfMany(count: number, state: 'pending' | 'failing' | 'dead' | 'delivered') {
  n += 1;
  const receiver = await world.receiver();
  const owner = await world.user(`ann${n}`, 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: `m${n}` });
  await seedDeliveries(world.database.pool, id, count, state);
  return { id, owner, receiver, context: contextOf(owner) };
}

const count = async (endpointId: string, where: object): Promise<number> =>
  world.database.client.delivery.count({ where: { endpointId, ...where } });

it('ends every delivery of a deleted endpoint, and shows them as ended at once', async () => {
  const { id, owner, context } = await endpointOfMany(2_600, 'pending');
  await world.remove.execute(context, { id });
  expect(await count(id, { state: 'pending' })).toBeGreaterThan(2_000);
  const shown = await world.deliveryViews.list('default', owner, { endpoint: id, limit: 200 });
  expect(new Set(shown.items.map(({ state, lastError, nextAttemptAt }) => `${state} ${lastError} ${String(nextAttemptAt)}`))).toEqual(
    new Set(['dead The endpoint was deleted. null']),
  );
  const [one, other] = [world.process(), world.process()];
  await one.deliver.execute(id);
  await Promise.all([one.changes.execute(ALL), other.changes.execute(ALL)]);
  expect(await count(id, { state: 'dead', lastError: 'The endpoint was deleted.', nextAttemptAt: null })).toBe(2_600);
  expect(await world.database.client.auditEntry.count({ where: { action: 'endpoint.delete', objectId: id } })).toBe(1);
});

it('leaves neither the event nor its delivery behind where the endpoint is deleted between what the relay reads and what it writes', async () => {
  const { id, context } = await endpointOfMany(0, 'pending');
  await world.happen(await world.model(`m${n}`), 'model.updated');
  const dispatch = world.outbox.dispatch.bind(world.outbox);
  const spy = vi.spyOn(world.outbox, 'dispatch').mockImplementationOnce(async (...pass) => {
    await world.remove.execute(context, { id });
    return dispatch(...pass);
  });
  const { relay, changes } = world.process();
  expect(await relay.execute('default')).toMatchObject({ events: 1, deliveries: 1 });
  spy.mockRestore();
  expect(await count(id, { state: 'pending' })).toBe(1);
  await changes.execute(ALL);
  expect(await world.states(id)).toEqual(['dead']);
  expect(await relay.hasWork('default')).toBe(false);
});

it('makes all that failed due when the endpoint has recovered, however much, each once, and stops where the circuit opens again', async () => {
  const { id } = await endpointOfMany(2_600, 'failing');
  const health = { state: 'active', failuresInRow: 0, failingSince: null, reason: null } as const;
  const closed = { failuresInRow: 0, openUntil: null, probes: 0 };
  const recovered = () => world.unit.run((tx) => world.deliveries.saveHealth(tx, id, { ...health, circuit: closed }, true));
  const later = () => count(id, { nextAttemptAt: { gt: new Date() } });
  await recovered();
  expect(await later()).toBe(2_350);
  const { changes } = world.process();
  await changes.execute(1);
  expect(await later()).toBeLessThan(2_350);
  expect(await later()).toBeGreaterThan(0);
  const failed = () => world.database.client.$executeRaw`
    UPDATE delivery SET next_attempt_at = now() + interval '1 hour' WHERE id IN (SELECT id FROM delivery WHERE endpoint_id = ${id} ORDER BY position LIMIT 500)`;
  await failed();
  await changes.execute(ALL);
  expect(await later()).toBe(500);
  await recovered();
  await changes.execute(ALL);
  expect(await later()).toBe(0);
  await world.database.client.$executeRaw`UPDATE delivery SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = ${id}`;
  await recovered();
  const open = { failuresInRow: 5, openUntil: new Date(Date.now() + 60_000), probes: 0 };
  await world.unit.run((tx) => world.deliveries.saveHealth(tx, id, { ...health, circuit: open }, false));
  await changes.execute(ALL);
  expect(await later()).toBe(2_350);
});

it('redelivers a span of any size, each delivery once, audited once', async () => {
  const { id, context } = await endpointOfMany(2_500, 'dead');
  const first = await world.redeliver.execute(context, { endpointId: id, since: new Date(0) });
  expect(first).toMatchObject({ count: 1_000, more: true });
  // Given up again meanwhile: that is not what was asked for.
  await world.database.client.$executeRaw`
    UPDATE delivery SET state = 'dead', finished_at = clock_timestamp() WHERE endpoint_id = ${id} AND state = 'pending'`;
  await Promise.all([world.process().changes.execute(ALL), world.process().changes.execute(ALL)]);
  expect(await count(id, { state: 'pending' })).toBe(1_500);
  expect(await world.database.client.redelivery.count({ where: { endedAt: null } })).toBe(0);
  expect(await world.database.client.auditEntry.count({ where: { action: 'endpoint.redeliver', objectId: id } })).toBe(1);
});

it('redelivers nothing more to an endpoint that was deleted meanwhile, and says how many where they are few', async () => {
  const { id, context } = await endpointOfMany(1_200, 'delivered');
  await world.redeliver.execute(context, { endpointId: id, since: new Date(0), status: 'delivered' });
  await world.remove.execute(context, { id });
  await world.process().changes.execute(ALL);
  expect(await count(id, { state: 'delivered' })).toBe(200);
  expect(await count(id, { state: 'dead' })).toBe(1_000);
  expect(await world.database.client.redelivery.count({ where: { endedAt: null } })).toBe(0);
  const few = await endpointOfMany(7, 'dead');
  expect(await world.redeliver.execute(few.context, { endpointId: few.id, since: new Date(0), status: 'all' })).toMatchObject({
    count: 7,
    more: false,
  });
  expect(await world.database.client.redelivery.count({ where: { endedAt: null } })).toBe(0);
});

it('goes on in smaller batches where the database does not get one done in its time, and with everything else meanwhile', async () => {
  const { id, context } = await endpointOfMany(1_500, 'dead');
  await world.redeliver.execute(context, { endpointId: id, since: new Date(0) });
  const gone = await endpointOfMany(300, 'pending');
  await world.remove.execute(gone.context, { id: gone.id });
  // As slow as a disk that is nearly full: a batch of more than a hundred is cut off by the limit of a statement.
  await world.database.pool.query(`
    CREATE FUNCTION be_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.005); RETURN NEW; END $$;
    CREATE TRIGGER be_slow BEFORE UPDATE ON delivery FOR EACH ROW WHEN (NEW.endpoint_id = '${id}') EXECUTE FUNCTION be_slow()`);
  const { changes } = world.process();
  await expect(changes.execute(ALL)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(await count(gone.id, { state: 'pending' })).toBe(0);
  await vi.waitFor(
    async () => {
      await changes.execute(1).catch(() => undefined);
      expect(await count(id, { state: 'dead' })).toBeLessThan(500);
    },
    { timeout: 20_000 },
  );
  await world.database.pool.query('DROP FUNCTION be_slow CASCADE');
}, 30_000);

it('ends its turn in time and shares it among all kinds, however little of it the database works', async () => {
  const asked = { retry: 0, redeliver: 0, end: 0 };
  const endless = (kind: keyof typeof asked) => () => {
    asked[kind] += 1;
    return Promise.resolve({ changed: 1, ms: 0, next: asked[kind] });
  };
  class EndlessRedelivery extends RedeliverNext {
    override readonly execute = endless('redeliver');
  }
  const { redeliveries, unit, journal } = world;
  const endlessStore = {
    retryFailing: endless('retry'),
    endUnfinished: endless('end'),
    deletedWithUnfinished: () => Promise.resolve(['whk_1']),
  };
  const changes = new ChangeMany(endlessStore, new EndlessRedelivery(redeliveries, unit, journal));
  let changed = 0;
  for (let turn = 0; turn < 4; turn += 1) changed += await changes.execute(20);
  const times = Object.values(asked);
  expect(times.reduce((sum, each) => sum + each, 0)).toBe(changed);
  expect(Math.max(...times) - Math.min(...times)).toBeLessThanOrEqual(1);
  for (let turn = 0; turn < 3; turn += 1) expect(await changes.execute(0)).toBe(1);
  expect(Math.max(...Object.values(asked))).toBe(Math.max(...times) + 1);
});
