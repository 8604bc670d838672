import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsWorld } from '#testing/effects/effects-world';
import { Database } from '../core/database.js';
import { claimDeliveries } from './claim-deliveries.js';
import { SentEvents } from './sent-events.js';

let world: EffectsWorld;
let single: Database;

beforeAll(async () => {
  world = await EffectsWorld.start();
  single = new Database({ url: world.databaseUrl, poolSize: 1 });
});
afterAll(async () => {
  await single.close();
  await world.stop();
});

it('lets only its own commit not wait for the disk, whatever uses the connection next', async () => {
  const owner = await world.user('ada', 'admin');
  const { id } = await world.endpoint(owner, await world.receiver());
  await world.happen(await world.model('churn'), 'model.updated');
  await world.process().relay.execute('default');
  await single.pool.query('SET synchronous_commit = on');

  const claim = await claimDeliveries(
    single,
    { endpointId: id, owner: 'drain', limit: 10, held: [], after: null, leaseMs: 1_000, drainMs: 1_000 },
    new SentEvents(single),
  );

  expect(claim?.deliveries).toHaveLength(1);
  const { rows } = await single.pool.query('SHOW synchronous_commit');
  expect(rows).toEqual([{ synchronous_commit: 'on' }]);
});
