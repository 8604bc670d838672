import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { contextOf } from '#testing/promotion/actors';
import type { RedeliverToEndpointCommand } from './redeliver-to-endpoint.js';

// Clients repeat a POST whose answer was lost under its Idempotency-Key: what was sent again once must not be sent again by that.

const ALL = 60_000;
let world: EffectsWorld;
let n = 0;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function endpointOf(count: number) {
  n += 1;
  const owner = await world.user(`ann${n}`, 'admin');
  const { id } = await world.endpoint(owner, await world.receiver(), { models: `m${n}` });
  await seedDeliveries(world.database.pool, id, count, 'delivered');
  const ask = (key: string, { bodyHash = 'h1', ...more }: Partial<RedeliverToEndpointCommand> & { readonly bodyHash?: string } = {}) => {
    const idempotency = { route: 'POST /api/v1/webhooks/:id/redeliver', key, bodyHash };
    return world.redeliver.execute(contextOf(owner, { idempotency }), { endpointId: id, since: new Date(0), status: 'all', ...more });
  };
  return { id, ask };
}

const rows = (endpointId: string) => world.database.client.redelivery.findMany({ where: { endpointId } });
const pending = (endpointId: string) => world.database.client.delivery.count({ where: { endpointId, state: 'pending' } });
/** What workers do meanwhile: all that was made pending is delivered. */
const deliver = (endpointId: string) =>
  world.database.client.delivery.updateMany({
    where: { endpointId, state: 'pending' },
    data: { state: 'delivered', finishedAt: new Date(), nextAttemptAt: null },
  });

it('sends nothing again for a repeat under the same key, which is told how far the first one is by then', async () => {
  const { id, ask } = await endpointOf(1_200);
  const first = await ask('a');
  expect(first).toMatchObject({ count: 1_000, more: true, replayed: false });
  expect(await ask('a')).toEqual({ ...first, replayed: true });
  await world.process().changes.execute(ALL);
  expect(await pending(id)).toBe(1_200);
  await deliver(id);
  expect(await ask('a')).toEqual({ id: first.id, count: 1_200, more: false, replayed: true });
  expect(await pending(id)).toBe(0);
  expect(await rows(id)).toHaveLength(1);
  expect(await world.database.client.auditEntry.count({ where: { objectId: id, action: 'endpoint.redeliver' } })).toBe(1);
});

it('begins one redelivery for all that ask under one key at once, and another one under another key', async () => {
  const { id, ask } = await endpointOf(1_200);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask('b')));
  const [first] = answers;
  expect(new Set(answers.map(({ id: made, count, more }) => `${made} ${count} ${more}`))).toEqual(new Set([`${first?.id} 1000 true`]));
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect([await pending(id), (await rows(id)).length]).toEqual([1_000, 1]);
  await deliver(id);
  const other = await ask('c');
  expect(other).toMatchObject({ count: 1_000, replayed: false });
  expect(other.id).not.toBe(first?.id);
  expect(await rows(id)).toHaveLength(2);
});

it('answers a repeat also while no place is left, and when the endpoint has gone', async () => {
  const { id, ask } = await endpointOf(3_500);
  const ids = [(await ask('1')).id, (await ask('2')).id, (await ask('3')).id];
  await expect(ask('4')).rejects.toMatchObject({ code: 'INVALID_STATE' });
  expect([(await ask('1')).id, (await ask('2')).id, (await ask('3')).id]).toEqual(ids);
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { state: 'gone' } });
  expect(await ask('1')).toMatchObject({ id: ids[0], replayed: true });
  // What was refused has used no key.
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { state: 'active' } });
  await world.process().changes.execute(ALL);
  expect(await ask('4')).toMatchObject({ replayed: false });
});

it('refuses a key that came with another body, and knows nothing of a redelivery that was removed since', async () => {
  const { id, ask } = await endpointOf(2);
  await ask('d');
  await expect(ask('d', { status: 'delivered', bodyHash: 'h2' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  await world.database.client.redelivery.deleteMany({ where: { endpointId: id } });
  await deliver(id);
  await expect(ask('d')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect([await pending(id), await rows(id)]).toEqual([0, []]);
});
