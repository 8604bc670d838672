import { afterAll, beforeAll, expect, it } from 'vitest';
import { contextOf, user } from '#testing/promotion/actors';
import { EffectsWorld } from '#testing/effects/effects-world';

let world: EffectsWorld;
beforeAll(async () => {
  world = await EffectsWorld.start();
});
afterAll(() => world.stop());

/** An address that is refused, in words that tell what it resolved to: whoever sees them has had it looked up. */
const url = 'https://10.7.7.7/';
const create = (name: string, models: string | null, role: 'reader' | 'manager' = 'reader') =>
  world.create.execute(contextOf(user(name, role, 'model:fraud-*')), { url, eventTypes: ['*'], models });

it('asks for the right before it looks at the address, so that registering tells nobody else what a name resolves to', async () => {
  await expect(create('ann', null)).rejects.toMatchObject({ code: 'PERMISSION_DENIED', extra: { permission: 'admin.endpoints' } });
  await expect(create('ann', 'fraud-*')).rejects.toMatchObject({ code: 'PERMISSION_DENIED', extra: { permission: 'endpoint.manage' } });
  await expect(create('mia', 'churn', 'manager')).rejects.toMatchObject({ code: 'PERMISSION_DENIED' });
  await expect(create('ann', 'model:')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', errors: [{ pointer: '/models' }] });
  await expect(create('mia', 'fraud-*', 'manager')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', errors: [{ pointer: '/url' }] });
});
