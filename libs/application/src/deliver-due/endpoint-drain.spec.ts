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
import type { EventEnvelope } from '../ports/webhook-sender.js';
import { AttemptRecorder } from './attempt-recorder.js';
import { DatabaseGate } from './database-gate.js';
import { EndpointDrain } from './endpoint-drain.js';
import { ResultWriter } from './result-writer.js';
import { SendSlots } from './send-slots.js';

/** Cannot write down the third event of a model. */
class StumblingSender extends HttpWebhookSender {
  override format(event: EventEnvelope): string {
    if (event.sequence === 3) throw new Error('no such form');
    return super.format(event);
  }
}

it('gives every slot back once, and stores what was sent, where an event in the middle cannot be sent at all', async () => {
  const vault = new SealedSecretVault(new SecretBox(KeyRing.parse(KeyRing.generate())));
  const world = await EffectsWorld.start(vault);
  onTestFinished(() => world.stop());
  const client = new OutboundClient({ policy: new AddressPolicy({ allow: parseOutboundAllow('127.0.0.0/8') }) });
  onTestFinished(() => client.destroy());
  const receiver = await world.receiver();
  const { id } = await world.endpoint(await world.user('ann', 'admin'), receiver);
  const model = await world.model('churn');
  await world.happen(model, 'model.updated', 'model.updated', 'model.updated', 'model.updated');
  await world.process().relay.execute('default');

  const slots = new SendSlots();
  const taken = vi.spyOn(slots, 'take');
  const given = vi.spyOn(slots, 'give');
  const { deliveries, unit, journal } = world;
  const gate = new DatabaseGate();
  const drain = new EndpointDrain(id, {
    deliveries,
    sender: new StumblingSender(client, 'test'),
    vault,
    slots,
    results: new ResultWriter(new AttemptRecorder(deliveries, unit, journal, new LocalEffectsSignal()), gate),
    gate,
    clock: new SystemClock(),
    owner: 'test',
  });
  await expect(drain.run(() => undefined)).rejects.toThrow('no such form');
  expect(await world.states(id)).toEqual(['delivered', 'delivered', 'pending', 'pending']);
  const out = taken.mock.results.reduce((sum, result) => sum + (result.type === 'return' ? result.value : 0), 0);
  expect(given.mock.calls.reduce((sum, [, count]) => sum + count, 0)).toBe(out);
});
