import { expect, it, onTestFinished, vi } from 'vitest';
import { HttpWebhookSender } from '#integrations/webhook/src/webhook-sender';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { SystemClock } from '#persistence/core/system-clock';
import { SealedSecretVault } from '#persistence/effects/sealed-secret-vault';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';
import { AddressPolicy } from '#platform/outbound/address-policy';
import { OutboundClient } from '#platform/outbound/outbound-client';
import { parseOutboundAllow } from '#platform/outbound/parse-outbound-allow';
import { EffectsWorld } from '#testing/effects/effects-world';
import type { Receiver } from '#testing/effects/receiver';
import type { EventEnvelope } from '../ports/webhook-sender.js';
import { AttemptRecorder } from './attempt-recorder.js';
import { DatabaseGate } from './database-gate.js';
import { EndpointDrain } from './endpoint-drain.js';
import { ResultWriter } from './result-writer.js';
import { BURST, GUARANTEED, SendSlots } from './send-slots.js';

/** Cannot write down the third event of a model. */
class StumblingSender extends HttpWebhookSender {
  override format(event: EventEnvelope): Uint8Array {
    if (event.sequence === 3) throw new Error('no such form');
    return super.format(event);
  }
}

interface Stage {
  readonly world: EffectsWorld;
  readonly client: OutboundClient;
  readonly receiver: Receiver;
  readonly id: string;
  readonly model: string;
  readonly slots: SendSlots;
  readonly gate: DatabaseGate;
  readonly deliveries: EffectsWorld['deliveries'];
  readonly drainBy: (sender?: HttpWebhookSender) => EndpointDrain;
}

/** A world, and the drain of one endpoint in it, on parts that a test may watch. */
async function stage(answer?: Receiver['answer']): Promise<Stage> {
  const vault = new SealedSecretVault(new SecretBox(KeyRing.parse(KeyRing.generate())));
  const world = await EffectsWorld.start(vault);
  onTestFinished(() => world.stop());
  const client = new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow('127.0.0.0/8') }) });
  onTestFinished(() => client.destroy());
  const receiver = await world.receiver(answer);
  const { id } = await world.endpoint(await world.user('ann', 'admin'), receiver);
  const [slots, gate] = [new SendSlots(), new DatabaseGate()];
  const { deliveries, unit, journal } = world;
  const results = new ResultWriter(new AttemptRecorder(deliveries, unit, journal, new LocalEffectsSignal()), gate);
  const drainBy = (sender: HttpWebhookSender = new HttpWebhookSender(client, 'test')): EndpointDrain =>
    new EndpointDrain(id, { deliveries, sender, vault, slots, results, gate, clock: new SystemClock(), owner: 'test' });
  return { world, client, receiver, id, model: await world.model('churn'), slots, gate, deliveries, drainBy };
}

it('gives every slot back once, and stores what was sent, where an event in the middle cannot be sent at all', async () => {
  const { world, client, id, model, slots, drainBy } = await stage();
  await world.happen(model, 'model.updated', 'model.updated', 'model.updated', 'model.updated');
  await world.process().relay.execute('default');

  const taken = vi.spyOn(slots, 'take');
  const given = vi.spyOn(slots, 'give');
  const drain = drainBy(new StumblingSender(client, 'test'));
  await expect(drain.run(() => undefined)).rejects.toThrow('no such form');
  expect(await world.states(id)).toEqual(['delivered', 'delivered', 'pending', 'pending']);
  // Nothing was sent of these: the next drain may have them at once.
  expect(await world.database.client.delivery.count({ where: { endpointId: id, leaseUntil: { not: null } } })).toBe(0);
  const out = taken.mock.results.reduce((sum, result) => sum + (result.type === 'return' ? result.value : 0), 0);
  expect(given.mock.calls.reduce((sum, [, count]) => sum + count, 0)).toBe(out);
});

it('starts what a claim brings also where all that was under way was answered meanwhile', async () => {
  const { world, id, model, slots, deliveries, drainBy } = await stage();
  for (let n = 0; n < 20; n += 1) await world.happen(model, ...Array.from({ length: 10 }, () => 'model.updated'));
  await world.process().relay.execute('default');

  const claim = deliveries.claim.bind(deliveries);
  vi.spyOn(deliveries, 'claim').mockImplementation(async (request) => {
    const claimed = await claim(request);
    // The slots that this claim took itself are not given back before it ends.
    await vi
      .waitFor(() => expect(slots.free(id)).toBe(Math.max(0, 32 - takenBy(request.limit))), { timeout: 2_000 })
      .catch(() => undefined);
    return claimed;
  });
  const given = vi.spyOn(deliveries, 'giveBack');
  const takenBy = (limit: number): number => Math.min(limit, lastTaken());
  const taken = vi.spyOn(slots, 'take');
  const lastTaken = (): number =>
    taken.mock.results.findLast(({ value }, at) => taken.mock.calls[at]?.[1] !== 1 && value !== undefined)?.value ?? 0;
  const drain = drainBy();
  await drain.run(() => undefined);
  expect(new Set(await world.states(id))).toEqual(new Set(['delivered']));
  expect(given).not.toHaveBeenCalled();
});

it('stores an answer that comes while the endpoint is let go and another process takes it', async () => {
  const { world, receiver, id, model, slots, deliveries, drainBy } = await stage();
  receiver.delayMs = 500;
  await world.happen(model, 'model.updated');
  await world.process().relay.execute('default');

  const release = deliveries.release.bind(deliveries);
  const taken: number[] = [];
  vi.spyOn(deliveries, 'release').mockImplementation(async (request) => {
    const released = await release(request);
    if (request.unfinished.length === 0) return released;
    const other = { endpointId: id, owner: 'other', limit: 10, held: [], after: null, leaseMs: 60_000, drainMs: 60_000 };
    const claim = await deliveries.claim(other);
    taken.push(claim?.deliveries.length ?? -1);
    // The answer gives its slot back.
    await vi.waitFor(() => expect(slots.free(id)).toBe(32), { timeout: 10_000 });
    return released;
  });
  const drain = drainBy();
  await drain.run(() => undefined);
  expect(await world.states(id)).toEqual(['delivered']);
  // The other process held the endpoint, and found nothing in it: what was under way had a lease.
  expect(taken).toEqual([0]);
  expect(receiver.received).toHaveLength(1);
});

it('holds few slots for an endpoint in trouble, and lets go of it before it waits for a turn to claim more', async () => {
  const { world, receiver, id, model, slots, gate, deliveries, drainBy } = await stage('hang');
  for (let n = 0; n < 10; n += 1) await world.happen(model, 'model.updated');
  await world.process().relay.execute('default');

  // Others in trouble stand before its second claim: as many as have turns, for as long as they like.
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const claim = deliveries.claim.bind(deliveries);
  const claims = vi.spyOn(deliveries, 'claim').mockImplementationOnce(async (request) => {
    // Slots that wait send nothing: it has the two that it could never be refused, and not the burst of one that answers.
    expect([request.limit, slots.free(id)]).toEqual([GUARANTEED, BURST - GUARANTEED]);
    for (const other of ['one', 'two']) {
      gate.note(other, false);
      void gate.run(other, () => ended);
    }
    return claim(request);
  });
  const released = vi.spyOn(deliveries, 'release');
  gate.note(id, false);
  const drain = drainBy();
  const run = drain.run(() => undefined);
  await vi.waitFor(() => expect(receiver.received).toHaveLength(GUARANTEED), { timeout: 10_000 });
  // It wants more, and stands in line for it: two slots under way and two for what it would start.
  await vi.waitFor(() => expect(slots.free(id)).toBe(BURST - 2 * GUARANTEED), { timeout: 10_000 });
  expect([claims.mock.calls.length, released.mock.calls.map(([{ unfinished }]) => unfinished.length)]).toEqual([1, [GUARANTEED]]);
  // Meanwhile another process may have the endpoint, and all of it but what is under way.
  const other = { endpointId: id, owner: 'other', limit: 20, held: [], after: null, leaseMs: 60_000, drainMs: 60_000 };
  expect((await claim(other))?.deliveries).toHaveLength(10 - GUARANTEED);
  await deliveries.release({ endpointId: id, owner: 'other', unfinished: [], leaseMs: 60_000 });
  drain.stop();
  end();
  await receiver.close();
  await run;
  expect(slots.free(id)).toBe(BURST);
});
