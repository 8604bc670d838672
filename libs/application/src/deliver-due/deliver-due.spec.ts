import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EffectsWorld, type WorkerProcess } from '#testing/effects/effects-world';
import { contextOf } from '#testing/promotion/actors';

let world: EffectsWorld;
let worker: WorkerProcess;
beforeAll(async () => {
  world = await EffectsWorld.start();
  worker = world.process();
});
afterAll(() => world.stop());

const relayAll = async () => {
  while ((await worker.relay.execute('default')).events > 0);
};

it('sends every event once, signed, in order, with its id and position, however many drains run at once', async () => {
  const receiver = await world.receiver();
  const { id, secret } = await world.endpoint(await world.user('ann', 'admin'), receiver, { models: 'once' });
  const model = await world.model('once');
  for (let n = 0; n < 50; n += 1) await world.happen(model, 'model.updated', 'model.tag_set');
  await relayAll();
  const processes = [worker, world.process(), world.process()];
  await Promise.all(processes.map((process) => process.deliver.execute(id)));
  // A process that was turned away ended; whoever drains has taken its share too.
  await vi.waitFor(async () => expect(new Set(await world.states(id))).toEqual(new Set(['delivered'])));
  expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(100);
  const [first] = receiver.received;
  expect(first?.id).toBe(first?.event.id);
  const signed = first?.headers as Record<string, string>;
  expect(() => new Webhook(secret).verify(first?.body ?? '', signed)).not.toThrow();
  // Started in order; each on a connection of its own, so they may arrive otherwise.
  const attempts = await world.database.client.$queryRaw<{ startedAt: Date }[]>`
    SELECT a.*, a.started_at AS "startedAt" FROM delivery_attempt a JOIN delivery d ON d.id = a.delivery_id ORDER BY d.position`;
  const starts = attempts.map((attempt) => attempt.startedAt.getTime());
  expect(starts).toEqual(starts.toSorted((one, other) => one - other));
  expect(attempts).toHaveLength(100);
  expect(JSON.stringify(attempts)).not.toContain(secret.slice(6));
});

it('sends again what a dead process had claimed, and refuses its late result', async () => {
  const receiver = await world.receiver();
  const { id } = await world.endpoint(await world.user('bob', 'admin'), receiver, { models: 'crash' });
  await world.happen(await world.model('crash'), 'model.updated');
  await relayAll();
  const claim = await world.deliveries.claim({
    endpointId: id,
    owner: 'dead',
    limit: 10,
    held: [],
    after: null,
    leaseMs: 60_000,
    drainMs: 60_000,
  });
  const [abandoned] = claim?.deliveries ?? [];
  expect(abandoned).toBeDefined();
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(0);

  await world.timePasses(id);
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { drainUntil: new Date(0) } });
  expect(await worker.sweep.execute()).toBeGreaterThan(0);
  await worker.deliver.execute(id);
  expect(receiver.received.map((webhook) => webhook.id)).toEqual([abandoned?.event.id]);
  const late = {
    id: abandoned?.id ?? '',
    fence: abandoned?.fence ?? 0,
    epoch: abandoned?.epoch ?? null,
    state: 'dead' as const,
    retryInMs: null,
    attempt: null,
    error: 'late',
  };
  expect((await world.deliveries.finish(id, [late])).stored).toEqual([]);
  expect(await world.states(id)).toEqual(['delivered']);
});

it('tries again by the schedule, with the same id and body and a new signature', async () => {
  const receiver = await world.receiver(500);
  const { id } = await world.endpoint(await world.user('cid', 'admin'), receiver, { models: 'retry' });
  await world.happen(await world.model('retry'), 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  const [row] = await world.database.client.delivery.findMany({ where: { endpointId: id } });
  expect(row).toMatchObject({ state: 'failing', attempts: 1, lastStatus: 500 });
  const wait = (row?.nextAttemptAt?.getTime() ?? 0) - Date.now();
  expect(wait).toBeGreaterThan(3_000);
  expect(wait).toBeLessThan(6_500);
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(1);

  receiver.answer = 204;
  await world.timePasses(id);
  await worker.deliver.execute(id);
  expect(await world.states(id)).toEqual(['delivered']);
  const [first, second] = receiver.received;
  expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
  const numbers = await world.database.client.deliveryAttempt.findMany({
    where: { deliveryId: row?.id ?? '' },
    orderBy: { number: 'asc' },
  });
  expect(numbers.map((attempt) => [attempt.number, attempt.outcome])).toEqual([
    [1, 'failed'],
    [2, 'delivered'],
  ]);
});

it('sends nothing of a model that the owner may no longer read', async () => {
  const receiver = await world.receiver();
  const owner = await world.user('dan', 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: 'secret' });
  await world.happen(await world.model('secret'), 'model.updated');
  await relayAll();
  await world.database.client.roleBinding.deleteMany({ where: { subjectId: owner.id } });
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(0);
  expect(await world.states(id)).toEqual(['dead']);
});

it('sends again on demand: one, or the dead ones of a time', async () => {
  const receiver = await world.receiver();
  const owner = await world.user('eva', 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: 'again' });
  await world.happen(await world.model('again'), 'model.updated', 'model.tag_set');
  await relayAll();
  await worker.deliver.execute(id);
  const [first] = await world.database.client.delivery.findMany({ where: { endpointId: id }, orderBy: { position: 'asc' } });
  await world.redeliverOne.execute(contextOf(owner), first?.id ?? '');
  await expect(world.redeliverOne.execute(contextOf(owner), first?.id ?? '')).rejects.toMatchObject({ code: 'INVALID_STATE' });
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(3);
  expect(receiver.received.at(-1)?.event.sequence).toBe(1);
  expect(new Set(receiver.received.map((webhook) => webhook.id)).size).toBe(2);

  await world.database.client.delivery.updateMany({ where: { id: first?.id ?? '' }, data: { state: 'dead' } });
  const since = new Date(Date.now() - 60_000);
  expect(await world.redeliver.execute(contextOf(owner), { endpointId: id, since })).toMatchObject({ count: 1, more: false });
  expect(
    await world.redeliver.execute(contextOf(owner), { endpointId: id, since, until: new Date(Date.now() - 30_000), status: 'all' }),
  ).toMatchObject({ count: 0, more: false });
  await worker.deliver.execute(id);
  expect(await world.states(id)).toEqual(['delivered', 'delivered']);
});

it('signs with both secrets while a rotation lasts, and then with the new one alone', async () => {
  const receiver = await world.receiver();
  const owner = await world.user('fay', 'admin');
  const { id, secret } = await world.endpoint(owner, receiver, { models: 'rotate' });
  const { secret: rotated } = await world.rotate.execute(contextOf(owner), { id, overlapHours: 1 });
  const next = rotated ?? '';
  const model = await world.model('rotate');
  const send = async () => {
    await world.happen(model, 'model.updated');
    await relayAll();
    await worker.deliver.execute(id);
    return receiver.received.at(-1);
  };
  const verifies = (key: string, webhook: Awaited<ReturnType<typeof send>>): boolean => {
    try {
      new Webhook(key).verify(webhook?.body ?? '', webhook?.headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  };
  const during = await send();
  expect([verifies(secret, during), verifies(next, during)]).toEqual([true, true]);
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { previousUntil: new Date(0) } });
  const after = await send();
  expect([verifies(secret, after), verifies(next, after)]).toEqual([false, true]);
});
