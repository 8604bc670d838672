import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { contextOf } from '#testing/promotion/actors';

// A batch passes over what another transaction holds, which may come to nothing: nothing of what was asked for may be lost by that.

let world: EffectsWorld;
let n = 0;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function endpointOf(count: number, state: 'dead' | 'failing') {
  n += 1;
  const owner = await world.user(`ann${n}`, 'admin');
  const { id } = await world.endpoint(owner, await world.receiver(), { models: `m${n}` });
  await seedDeliveries(world.database.pool, id, count, state);
  const rows = await world.database.client.delivery.findMany({
    where: { endpointId: id },
    orderBy: { position: 'asc' },
    select: { id: true },
  });
  return { id, context: contextOf(owner), deliveries: rows.map((row) => row.id) };
}

/** Does `meanwhile` while another transaction has written to a delivery and not ended; then that one comes to nothing. */
async function heldByOne(statement: string, id: string, meanwhile: () => Promise<void>): Promise<void> {
  const other = await world.database.pool.connect();
  try {
    await other.query('BEGIN');
    await other.query(statement, [id]);
    await meanwhile();
  } finally {
    await other.query('ROLLBACK');
    other.release();
  }
}
const AGAIN = `UPDATE delivery SET state = 'pending', fence = fence + 1 WHERE id = $1`;
const pending = (endpointId: string) => world.database.client.delivery.count({ where: { endpointId, state: 'pending' } });

it('sends again what another transaction held when its batch passed, once that has come to nothing', async () => {
  const { id, context, deliveries } = await endpointOf(2_500, 'dead');
  const { changes } = world.process();
  expect(await world.redeliver.execute(context, { endpointId: id, since: new Date(0) })).toMatchObject({ count: 1_000, more: true });
  await heldByOne(AGAIN, deliveries[1_700] ?? '', async () => {
    for (let turn = 0; turn < 4; turn += 1) await changes.execute(1);
    // What nobody holds does not wait for it.
    expect(await pending(id)).toBeGreaterThanOrEqual(1_999);
    expect(await pending(id)).toBeLessThan(2_500);
  });
  await changes.execute(60_000);
  expect(await pending(id)).toBe(2_500);
});

it('says that others follow where the request itself met what somebody held, and they do', async () => {
  const { id, context, deliveries } = await endpointOf(7, 'dead');
  await heldByOne(AGAIN, deliveries[3] ?? '', async () => {
    expect(await world.redeliver.execute(context, { endpointId: id, since: new Date(0) })).toMatchObject({ count: 6, more: true });
    await world.process().changes.execute(1);
  });
  expect(await pending(id)).toBe(6);
  await world.process().changes.execute(60_000);
  expect(await pending(id)).toBe(7);
});

it('sends once what two redeliveries ask for at the same time, also where one of them comes to nothing', async () => {
  const { id } = await endpointOf(400, 'dead');
  const lost = world.unit.run(async (tx) => {
    await world.redeliveries.begin(tx, { id: 'rdl_lost', endpointId: id, states: ['dead'], since: new Date(0), until: null });
    // On a connection of its own, and not through the endpoint's row, which this transaction may hold.
    await world.unit.run((second) =>
      world.redeliveries.begin(second, { id: 'rdl_kept', endpointId: id, states: ['dead'], since: new Date(0), until: null }),
    );
    throw new Error('the first comes to nothing');
  });
  await expect(lost).rejects.toThrow('the first comes to nothing');
  await world.process().changes.execute(60_000);
  expect(await pending(id)).toBe(400);
});

it('makes due what another transaction held when the retries of a recovered endpoint were made due', async () => {
  const { id, deliveries } = await endpointOf(600, 'failing');
  const health = { state: 'active', failuresInRow: 0, failingSince: null, reason: null } as const;
  const circuit = { failuresInRow: 0, openUntil: null, probes: 0 };
  const { changes } = world.process();
  const later = () => world.database.client.delivery.count({ where: { endpointId: id, nextAttemptAt: { gt: new Date() } } });
  for (const place of [100, 400]) {
    await world.database.client.$executeRaw`UPDATE delivery SET next_attempt_at = now() + interval '1 hour' WHERE endpoint_id = ${id}`;
    await heldByOne('UPDATE delivery SET last_status = 500 WHERE id = $1', deliveries[place] ?? '', async () => {
      await world.unit.run((tx) => world.deliveries.saveHealth(tx, id, { ...health, circuit }, true));
      for (let turn = 0; turn < 3; turn += 1) await changes.execute(1);
      expect(await later()).toBe(1);
    });
    await changes.execute(60_000);
    expect(await later()).toBe(0);
  }
});
