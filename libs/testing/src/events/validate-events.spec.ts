import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, serviceAccount, user } from '../promotion/actors.js';
import { PromotionWorld } from '../promotion/promotion-world.js';
import { eventSchemaFaults, expectValidEvents, invalidEvents } from './validate-events.js';

const ann = user('ann', 'production-manager');
const bob = user('bob', 'production-manager');
const ci = serviceAccount('ci', 'production-manager', ann);
const reader = user('rita', 'reader');

let world: PromotionWorld;
let now = new Date();
beforeAll(async () => {
  world = await PromotionWorld.start({ now: () => now });
});
afterAll(() => world.stop());

it('finds every event of promotions, requests and rollbacks as its schema says', async () => {
  const id = await world.model('fraud', 4);
  const by = (actor: Parameters<typeof contextOf>[0]) => contextOf(actor, { requestId: 'req_1' });
  const promote = (actor: Parameters<typeof contextOf>[0], version: number, toStage: string) =>
    world.promote.execute(by(actor), { model: 'fraud', version, toStage, reason: 'because' });

  await promote(ann, 1, 'Staging');
  await promote(ann, 1, 'Production');
  await promote(ci, 2, 'Production');
  const asked = await promote(reader, 3, 'Production');
  await world.comment.execute(by(ann), { promotionId: asked.promotionId, body: 'why now?' });
  await world.approve.execute(by(bob), { promotionId: asked.promotionId, comment: 'yes' });
  const refused = await promote(reader, 4, 'Production');
  await world.reject.execute(by(bob), { promotionId: refused.promotionId, comment: 'no' });
  const taken = await promote(reader, 4, 'Staging');
  await world.cancel.execute(by(reader), { promotionId: taken.promotionId, reason: 'oh' });
  const overtaken = await promote(reader, 1, 'Production');
  await world.rollBack.execute(by(ann), { model: 'fraud', stage: 'Production', from: 3, reason: 'it burns' });
  await promote(ann, 4, 'Production');
  expect(await world.stateOf(overtaken.promotionId)).toBe('superseded');
  await world.promote.execute(by(ann), { model: 'fraud', version: 4, toStage: 'Archived', reason: 'retired', allowEmpty: true });
  await promote(reader, 2, 'Staging');
  now = new Date(Date.now() + 31 * 24 * 60 * 60 * 1_000);
  await world.expire.execute(by(reader));

  const types = new Set(await world.events(id));
  const all = ['applied', 'requested', 'commented', 'approved', 'rejected', 'cancelled', 'superseded', 'expired'];
  for (const type of [...all.map((one) => `promotion.${one}`), 'stage.changed', 'stage.held', 'stage.released', 'version.quarantined']) {
    expect(types).toContain(type);
  }
  await expectValidEvents(world.database);
});

it('says what is wrong', async () => {
  expect(eventSchemaFaults({ type: 'model.eaten' })).toEqual(['model.eaten is no event type']);
  await world.database.client.$executeRaw`
    UPDATE event SET data = data || '{"more": 1}' WHERE id = (SELECT id FROM event WHERE type = 'stage.held' LIMIT 1)`;
  expect(await invalidEvents(world.database)).toEqual([
    expect.stringMatching(/^stage.held \/data must NOT have additional properties .*more/),
  ]);
});
