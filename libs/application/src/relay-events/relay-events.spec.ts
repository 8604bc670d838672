import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';

let world: EffectsWorld;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

const relayAll = async (process = world.process()) => {
  while ((await process.relay.execute('default')).events > 0);
};

it('gives every event one gapless position in the order of its model, and each endpoint one delivery, however many relays run at once', async () => {
  const owner = await world.user('ann', 'admin');
  const receiver = await world.receiver();
  const [one, other] = [await world.endpoint(owner, receiver), await world.endpoint(owner, receiver)];
  const models = await Promise.all(['a', 'b', 'c'].map((name) => world.model(name)));
  const writing = Promise.all(
    models.map(async (model) => {
      for (let n = 0; n < 60; n += 1) await world.happen(model, 'model.updated', 'model.tag_set');
    }),
  );
  const relays = [world.process(), world.process(), world.process()];
  let written = false;
  void writing.then(() => (written = true));
  while (!written) await Promise.all(relays.map((process) => process.relay.execute('default')));
  await Promise.all(relays.map(relayAll));

  const events = await world.database.client.event.findMany({ orderBy: { position: 'asc' } });
  expect(events.map((event) => Number(event.position))).toEqual(events.map((_, index) => index + 1));
  for (const model of models) {
    const sequences = events.filter((event) => event.modelId === model).map((event) => event.sequence);
    expect(sequences).toEqual(sequences.map((_, index) => index + 1));
    expect(sequences).toHaveLength(120);
  }
  for (const { id } of [one, other]) {
    const rows = await world.database.client.delivery.findMany({ where: { endpointId: id } });
    expect(new Set(rows.map((row) => row.eventId)).size).toBe(360);
    expect(rows).toHaveLength(360);
  }
});

it('delivers to nobody what its owner may not read, or what it did not ask for', async () => {
  const admin = await world.user('root', 'admin');
  const manager = await world.user('mia', 'manager', 'model:fraud-*');
  const receiver = await world.receiver();
  const fraud = await world.model('fraud-1');
  const other = await world.model('churn');
  const own = await world.endpoint(manager, receiver, { models: 'fraud-*' });
  const staging = await world.endpoint(admin, receiver, { eventTypes: ['stage.*'], stages: ['Staging'] });
  await world.happen(fraud, 'model.updated', { type: 'stage.changed', stage: 'Production', data: { fromStage: 'Staging' } });
  await world.happen(other, 'model.updated', { type: 'stage.changed', stage: 'Production', data: {} });
  await relayAll();
  const types = async (endpointId: string) =>
    (await world.database.client.delivery.findMany({ where: { endpointId }, orderBy: { position: 'asc' } })).map((row) => [
      row.eventType,
      row.modelId,
    ]);
  expect(await types(own.id)).toEqual([
    ['model.updated', fraud],
    ['stage.changed', fraud],
  ]);
  expect(await types(staging.id)).toEqual([['stage.changed', fraud]]);

  await world.database.client.roleBinding.deleteMany({ where: { subjectId: manager.id } });
  await world.happen(fraud, 'model.updated');
  await relayAll();
  expect(await types(own.id)).toHaveLength(2);
});

it('asks for the rights of a group, and of the name that the model has now', async () => {
  const admin = await world.user('gus', 'admin');
  const member = await world.user('moe', 'reader', 'model:nothing');
  const common = { workspace: 'default', createdAt: new Date() };
  const group = await world.database.client.group.create({ data: { ...common, id: world.ids.next('grp'), name: 'team' } });
  await world.database.client.groupMember.create({ data: { workspace: 'default', groupId: group.id, userId: member.id } });
  await world.database.client.roleBinding.create({
    data: {
      ...common,
      id: world.ids.next('rol'),
      subjectType: 'group',
      subjectId: group.id,
      role: 'admin',
      pattern: '*',
      creatorId: admin.id,
    },
  });
  const endpoint = await world.endpoint({ ...member, bindings: [{ role: 'admin', pattern: '*' }] }, await world.receiver());
  const model = await world.model('by-group');
  await world.happen(model, 'model.updated');
  await relayAll();
  expect(await world.states(endpoint.id)).toEqual(['pending']);
  await world.database.client.user.update({ where: { id: member.id }, data: { disabledAt: new Date() } });
  await world.happen(model, 'model.updated');
  await relayAll();
  expect(await world.states(endpoint.id)).toEqual(['pending']);
});

it('sends nothing to the endpoint of a service account whose owner is disabled', async () => {
  const owner = await world.user('ona', 'reader', 'model:nothing');
  const common = { workspace: 'default', createdAt: new Date() };
  const account = await world.database.client.serviceAccount.create({
    data: { ...common, id: world.ids.next('sva'), name: 'bot', ownerId: owner.id },
  });
  await world.database.client.roleBinding.create({
    data: {
      ...common,
      id: world.ids.next('rol'),
      subjectType: 'service_account',
      subjectId: account.id,
      role: 'manager',
      pattern: 'model:bots',
      creatorId: owner.id,
    },
  });
  const actor = {
    type: 'service_account',
    id: account.id,
    name: 'bot',
    ownerUserId: owner.id,
    bindings: [{ role: 'manager', pattern: 'model:bots' }],
  } as const;
  const endpoint = await world.endpoint(actor, await world.receiver(), { models: 'bots' });
  const model = await world.model('bots');
  const happensWhileOwnerIs = async (disabledAt: Date | null) => {
    await world.database.client.user.update({ where: { id: owner.id }, data: { disabledAt } });
    await world.happen(model, 'model.updated');
    await relayAll();
    return (await world.states(endpoint.id)).length;
  };
  expect(await happensWhileOwnerIs(null)).toBe(1);
  expect(await happensWhileOwnerIs(new Date())).toBe(1);
  expect(await happensWhileOwnerIs(null)).toBe(2);
});

it('keeps deliveries of a paused endpoint and makes none for one that is gone or deleted; a test event reaches its endpoint only', async () => {
  const owner = await world.user('pat', 'admin');
  const receiver = await world.receiver();
  const context = { workspace: 'default', actor: owner, door: 'rest', client: null, requestId: null, idempotency: null } as const;
  const [paused, gone, deleted, tested] = [
    await world.endpoint(owner, receiver),
    await world.endpoint(owner, receiver),
    await world.endpoint(owner, receiver),
    await world.endpoint(owner, receiver, { eventTypes: ['version.*'] }),
  ];
  await world.update.execute(context, { id: paused.id, state: 'paused' });
  await world.remove.execute(context, { id: deleted.id });
  await world.database.client.webhookEndpoint.update({ where: { id: gone.id }, data: { state: 'gone' } });
  await world.test.execute(context, tested.id);
  await world.happen(await world.model('quiet'), 'model.updated');
  await relayAll();
  expect([await world.states(paused.id), await world.states(gone.id), await world.states(deleted.id)]).toEqual([['pending'], [], []]);
  const rows = await world.database.client.delivery.findMany({ where: { endpointId: tested.id } });
  expect(rows.map((row) => row.eventType)).toEqual(['webhook.test']);
});
