import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';
import { seedDeliveries } from '#testing/effects/seed-deliveries';
import { contextOf } from '#testing/promotion/actors';

// A redelivery of a span of time from its request to its end: seen, counted, bounded, cancelled, audited.

const ALL = 60_000;
const EVERYTHING = { since: new Date(0) };
let world: EffectsWorld;
let n = 0;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

async function endpointOf(count: number, state: 'dead' | 'delivered' = 'dead') {
  n += 1;
  const owner = await world.user(`ann${n}`, 'admin');
  const { id } = await world.endpoint(owner, await world.receiver(), { models: `m${n}` });
  await seedDeliveries(world.database.pool, id, count, state);
  return { id, owner, context: contextOf(owner) };
}
type Endpoint = Awaited<ReturnType<typeof endpointOf>>;

const pending = (endpointId: string) => world.database.client.delivery.count({ where: { endpointId, state: 'pending' } });
const listed = async ({ id, owner }: Endpoint) => (await world.redeliveryViews.list('default', owner, id, { limit: 50 }))?.items;
const audited = (objectId: string) =>
  world.database.client.auditEntry.findMany({
    where: { objectId },
    orderBy: { id: 'asc' },
    select: { action: true, actor: true, data: true },
  });

it('is seen while it is under way and when it has ended, and the audit log tells how many it came to', async () => {
  const endpoint = await endpointOf(2_500);
  const { id, more } = await world.redeliver.execute(endpoint.context, { endpointId: endpoint.id, ...EVERYTHING });
  expect(more).toBe(true);
  const common = { id, status: 'dead', since: new Date(0), until: expect.any(Date), requestedAt: expect.any(Date) };
  expect(await listed(endpoint)).toEqual([{ ...common, state: 'running', redelivered: 1_000, endedAt: null }]);
  expect(await audited(id)).toEqual([]);
  await Promise.all([world.process().changes.execute(ALL), world.process().changes.execute(ALL)]);
  expect(await listed(endpoint)).toEqual([{ ...common, state: 'done', redelivered: 2_500, endedAt: expect.any(Date) }]);
  expect(await audited(id)).toMatchObject([
    { action: 'redelivery.end', actor: { type: 'system' }, data: { endpointId: endpoint.id, state: 'done', count: 2_500 } },
  ]);
});

it('is listed newest first, page by page, also where it ended with its request, and to those alone who manage the endpoint', async () => {
  const endpoint = await endpointOf(3, 'delivered');
  const ids: string[] = [];
  for (const status of ['all', 'dead', 'delivered'] as const) {
    ids.unshift((await world.redeliver.execute(endpoint.context, { endpointId: endpoint.id, ...EVERYTHING, status })).id);
  }
  const first = await world.redeliveryViews.list('default', endpoint.owner, endpoint.id, { limit: 2 });
  expect(first?.items.map(({ id, state, status, redelivered }) => [id, state, status, redelivered])).toEqual([
    [ids[0], 'done', 'delivered', 0],
    [ids[1], 'done', 'dead', 0],
  ]);
  const cursor = first?.nextCursor ?? '';
  const second = await world.redeliveryViews.list('default', endpoint.owner, endpoint.id, { limit: 2, cursor });
  expect(second).toMatchObject({ items: [{ id: ids[2], status: 'all', redelivered: 3 }], nextCursor: null });
  const other = await endpointOf(0);
  await expect(world.redeliveryViews.list('default', other.owner, other.id, { limit: 2, cursor })).rejects.toMatchObject({
    code: 'INVALID_CURSOR',
  });
  const stranger = await world.user('stranger', 'editor');
  expect(await world.redeliveryViews.list('default', stranger, endpoint.id, { limit: 2 })).toBeNull();
});

it('sends nothing more once it is cancelled, which may be asked for again, and is audited once', async () => {
  const endpoint = await endpointOf(2_500);
  const endpointId = endpoint.id;
  const { id } = await world.redeliver.execute(endpoint.context, { endpointId, ...EVERYTHING });
  await world.cancelRedelivery.execute(endpoint.context, { endpointId, id });
  await world.cancelRedelivery.execute(endpoint.context, { endpointId, id });
  await world.process().changes.execute(ALL);
  expect(await pending(endpointId)).toBe(1_000);
  expect(await listed(endpoint)).toMatchObject([{ id, state: 'cancelled', redelivered: 1_000, endedAt: expect.any(Date) }]);
  expect(await audited(id)).toMatchObject([
    { action: 'redelivery.cancel', actor: { id: endpoint.owner.id }, data: { endpointId, count: 1_000 } },
  ]);
  const other = await endpointOf(0);
  const elsewhere = world.cancelRedelivery.execute(other.context, { endpointId: other.id, id });
  await expect(elsewhere).rejects.toMatchObject({ code: 'NOT_FOUND' });
  const stranger = contextOf(await world.user('nobody', 'editor'));
  await expect(world.cancelRedelivery.execute(stranger, { endpointId, id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('is cancelled in the middle of a batch without a deadlock: the batch is counted, or was never done', async () => {
  const endpoint = await endpointOf(6_000);
  const endpointId = endpoint.id;
  const { id } = await world.redeliver.execute(endpoint.context, { endpointId, ...EVERYTHING });
  const [one, other] = [world.process().changes.execute(ALL), world.process().changes.execute(ALL)];
  await world.cancelRedelivery.execute(endpoint.context, { endpointId, id });
  await Promise.all([one, other]);
  const [redelivery] = (await listed(endpoint)) ?? [];
  expect(redelivery?.redelivered).toBe(await pending(endpointId));
  expect(await audited(id)).toHaveLength(1);
});

it('is refused while three are under way to the endpoint, with what to do, however many ask at once', async () => {
  const endpoint = await endpointOf(1_200);
  const ask = () => world.redeliver.execute(endpoint.context, { endpointId: endpoint.id, ...EVERYTHING });
  const asked = await Promise.allSettled([ask(), ask(), ask(), ask(), ask()]);
  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  await expect(ask()).rejects.toMatchObject({ code: 'INVALID_STATE', message: expect.stringMatching(/3 redeliveries .* cancel one/) });
  const [newest] = (await listed(endpoint)) ?? [];
  await world.cancelRedelivery.execute(endpoint.context, { endpointId: endpoint.id, id: newest?.id ?? '' });
  expect((await ask()).more).toBe(true);
  await world.process().changes.execute(ALL);
  expect(new Set((await listed(endpoint))?.map(({ state }) => state))).toEqual(new Set(['done', 'cancelled']));
  expect((await ask()).more).toBe(true);
});

it('stops where its endpoint is gone, and says so', async () => {
  const endpoint = await endpointOf(1_200);
  const { id } = await world.redeliver.execute(endpoint.context, { endpointId: endpoint.id, ...EVERYTHING });
  await world.database.client.webhookEndpoint.update({ where: { id: endpoint.id }, data: { state: 'gone' } });
  await world.process().changes.execute(ALL);
  expect(await listed(endpoint)).toMatchObject([{ id, state: 'stopped', redelivered: 1_000 }]);
  expect(await audited(id)).toMatchObject([{ action: 'redelivery.end', data: { state: 'stopped', count: 1_000 } }]);
});

it('has nothing left for code that goes by its place alone when it has ended', async () => {
  const left = await world.database.client.$queryRaw<unknown[]>`
    SELECT r.id FROM redelivery r JOIN delivery d ON d.endpoint_id = r.endpoint_id AND (d.created_at, d.id) > (r.after_at, r.after_id) AND d.created_at < r.until
    WHERE r.ended_at IS NOT NULL`;
  expect(left).toEqual([]);
});
