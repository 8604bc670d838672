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
const endpointRow = (id: string) => world.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id } });

it('holds back later events of a model at an ordered endpoint until the failing one is delivered or dead, and no other model', async () => {
  const receiver = await world.receiver((webhook) => (webhook.event.model === 'line' && webhook.event.sequence === 1 ? 500 : 204));
  const { id } = await world.endpoint(await world.user('ann', 'admin'), receiver, { ordered: true });
  const [line, free] = [await world.model('line'), await world.model('free')];
  await world.happen(line, 'model.updated', 'model.updated');
  await world.happen(free, 'model.updated', 'model.updated', 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  const seen = (model: string) =>
    receiver.received.filter((webhook) => webhook.event.model === model).map((webhook) => webhook.event.sequence);
  expect([seen('line'), seen('free')]).toEqual([[1], [1, 2, 3]]);

  await world.database.client.delivery.updateMany({ where: { endpointId: id, state: 'failing' }, data: { attempts: 12 } });
  await world.timePasses(id);
  await worker.deliver.execute(id);
  expect(seen('line')).toEqual([1, 1, 2]);
  expect(await world.states(id)).toEqual(['dead', 'delivered', 'delivered', 'delivered', 'delivered']);
});

it('opens the circuit after five failures in a row, probes with one delivery, and catches up at the first success', async () => {
  const receiver = await world.receiver(500);
  const { id } = await world.endpoint(await world.user('bob', 'admin'), receiver, { models: 'circuit' });
  const model = await world.model('circuit');
  for (let n = 0; n < 6; n += 1) await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(6);
  expect((await endpointRow(id)).circuitOpenUntil).not.toBeNull();
  await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(6);

  await world.timePasses(id);
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(7);
  expect((await endpointRow(id)).circuitProbes).toBe(1);

  receiver.answer = 204;
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { circuitOpenUntil: new Date(0) } });
  // One of them is due for the probe; the others' times lie in the future until it succeeds.
  await worker.deliver.execute(id);
  expect(new Set(await world.states(id))).toEqual(new Set(['delivered']));
  expect(await endpointRow(id)).toMatchObject({ circuitOpenUntil: null, failuresInRow: 0, failingSince: null });
});

it('stops at once at a 410, tells so as an event and in the audit log, and a person starts it again without its past', async () => {
  const receiver = await world.receiver(410);
  const owner = await world.user('cid', 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: 'gone' });
  const model = await world.model('gone');
  await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect(await endpointRow(id)).toMatchObject({ state: 'gone', revision: 2 });
  expect(await world.states(id)).toEqual(['dead']);
  const [event] = await world.database.client.event.findMany({ where: { type: 'endpoint.disabled' } });
  expect(event?.data).toMatchObject({ endpointId: id, state: 'gone', url: receiver.url });
  expect(await world.database.client.auditEntry.count({ where: { objectId: id, action: 'endpoint.disable' } })).toBe(1);

  receiver.answer = 204;
  await world.update.execute(contextOf(owner), { id, state: 'active', expectedRevision: 2 });
  await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect(await world.states(id)).toEqual(['dead', 'delivered']);
});

it('disables after five days of nothing but failure and twenty attempts', async () => {
  const receiver = await world.receiver(500);
  const { id } = await world.endpoint(await world.user('dan', 'admin'), receiver, { models: 'sick' });
  await world.database.client.webhookEndpoint.update({
    where: { id },
    data: { failuresInRow: 18, failingSince: new Date(Date.now() - 5 * 86_400_000 - 1) },
  });
  const model = await world.model('sick');
  await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect((await endpointRow(id)).state).toBe('active');
  await world.timePasses(id);
  await worker.deliver.execute(id);
  expect((await endpointRow(id)).state).toBe('disabled');
  await world.timePasses(id);
  await worker.deliver.execute(id);
  expect(receiver.received).toHaveLength(2);
});

it('stores the result of an attempt that was under way when its endpoint was paused, and sends no more', async () => {
  const receiver = await world.receiver('hang');
  const owner = await world.user('eva', 'admin');
  const { id } = await world.endpoint(owner, receiver, { models: 'pause' });
  const model = await world.model('pause');
  await world.happen(model, 'model.updated');
  await relayAll();
  const claim = await world.deliveries.claim({ endpointId: id, owner: 'a', limit: 1, held: [], after: null, leaseMs: 60_000, drainMs: 1 });
  await world.update.execute(contextOf(owner), { id, state: 'paused' });
  const [one] = claim?.deliveries ?? [];
  const result = {
    id: one?.id ?? '',
    fence: one?.fence ?? 0,
    epoch: one?.epoch ?? null,
    state: 'delivered' as const,
    retryInMs: null,
    attempt: null,
    error: null,
  };
  expect((await world.deliveries.finish(id, [result])).stored).toEqual([one?.id]);
  await world.happen(model, 'model.updated');
  await relayAll();
  await worker.deliver.execute(id);
  expect([await world.states(id), receiver.received.length]).toEqual([['delivered', 'pending'], 0]);
  await worker.sweep.execute();
  expect(await world.deliveries.dueEndpoints(100, null)).not.toContain(id);
});

it('lets fifty endpoints that hang hold back nobody', async () => {
  const hanging = await Promise.all(Array.from({ length: 50 }, () => world.receiver('hang')));
  const good = await world.receiver();
  const owner = await world.user('fay', 'admin');
  // One after the other: fifty transactions at once may wait for a connection for too long on a busy machine.
  const stuck: { readonly id: string }[] = [];
  for (const receiver of hanging) stuck.push(await world.endpoint(owner, receiver, { models: 'busy' }));
  const { id } = await world.endpoint(owner, good, { models: 'busy' });
  const model = await world.model('busy');
  for (let n = 0; n < 20; n += 1) await world.happen(model, 'model.updated', 'model.updated');
  await relayAll();
  let ended = 0;
  const drains = stuck.map((endpoint) => worker.deliver.execute(endpoint.id).finally(() => (ended += 1)));
  await vi.waitFor(() => expect(hanging.every((receiver) => receiver.received.length >= 2)).toBe(true), { timeout: 10_000 });
  // On a busy machine that may take longer than the time slice of one drain.
  while (good.received.length < 40) await worker.deliver.execute(id);
  expect([good.received.length, ended]).toEqual([40, 0]);
  await Promise.all(hanging.map((receiver) => receiver.close()));
  await Promise.all(drains);
});
