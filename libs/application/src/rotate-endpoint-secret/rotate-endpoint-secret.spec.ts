import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CommandContext } from '#application/shared/command-context';
import { contextOf } from '#testing/promotion/actors';
import { EffectsWorld } from '#testing/effects/effects-world';
import type { UserActor } from '#domain/access/actor';

let world: EffectsWorld;
let owner: UserActor;
let id: string;
beforeAll(async () => {
  world = await EffectsWorld.start();
  owner = await world.user('ann', 'admin');
});
afterAll(() => world.stop());
beforeEach(async () => {
  id = (await world.endpoint(owner, await world.receiver())).id;
});

const stored = () => world.database.client.webhookEndpoint.findUniqueOrThrow({ where: { id } });
const keyed = (key: string, bodyHash = 'h'): CommandContext =>
  contextOf(owner, { idempotency: { route: 'POST /webhooks/:id/rotate-secret', key, bodyHash } });

it('rotates once under one key, however often it is repeated, and shows the secret once', async () => {
  const answers = await Promise.all([1, 2, 3].map(() => world.rotate.execute(keyed('k'), { id })));
  expect(answers.filter(({ secret }) => secret !== null)).toHaveLength(1);
  expect(new Set(answers.map(({ previousUntil }) => previousUntil.getTime())).size).toBe(1);
  const { secret, revision } = await stored();
  expect(await world.rotate.execute(keyed('k'), { id })).toEqual({ secret: null, previousUntil: answers[0]?.previousUntil });
  expect(await stored()).toMatchObject({ secret, revision });
  expect(await world.database.client.auditEntry.count({ where: { objectId: id, action: 'endpoint.rotate-secret' } })).toBe(1);
  await expect(world.rotate.execute(keyed('k', 'other'), { id, overlapHours: 0 })).rejects.toMatchObject({
    code: 'IDEMPOTENCY_KEY_REUSED',
  });
});

it('refuses a second rotation while the former secret signs, says until when, and keeps no key of the refusal', async () => {
  const { previousUntil } = await world.rotate.execute(contextOf(owner), { id, overlapHours: 2 });
  const before = await stored();
  await expect(world.rotate.execute(keyed('again'), { id })).rejects.toMatchObject({
    code: 'INVALID_STATE',
    message: expect.stringContaining(previousUntil.toISOString()),
  });
  expect(await stored()).toEqual(before);
  await world.database.client.webhookEndpoint.update({ where: { id }, data: { previousUntil: new Date(0) } });
  expect((await world.rotate.execute(keyed('again'), { id })).secret).toMatch(/^whsec_/);
});

it('rotates at any time without an overlap, which ends all former secrets at once', async () => {
  await world.rotate.execute(contextOf(owner), { id });
  const { secret, previousUntil } = await world.rotate.execute(contextOf(owner), { id, overlapHours: 0 });
  expect(secret).toMatch(/^whsec_/);
  expect(previousUntil.getTime()).toBeLessThanOrEqual(Date.now());
  expect((await stored()).previousSecret).toBeNull();
  expect((await world.rotate.execute(contextOf(owner), { id })).secret).not.toBe(secret);
});
