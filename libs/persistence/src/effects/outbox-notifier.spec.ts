import { expect, it, onTestFinished, vi } from 'vitest';
import { databaseBehindProxy } from '#testing/cluster/database-behind-proxy';
import { LocalEffectsSignal } from '../core/local-effects-signal.js';
import { OutboxNotifier } from './outbox-notifier.js';

it('leaves no connection behind where a signal took too long', async () => {
  const { way, url } = await databaseBehindProxy();
  const signal = new LocalEffectsSignal();
  const errors: Error[] = [];
  const notifier = new OutboxNotifier(url, signal, (error) => errors.push(error));
  notifier.onApplicationBootstrap();
  onTestFinished(() => notifier.onApplicationShutdown());
  signal.wake();
  await vi.waitFor(() => expect(way.connections).toBe(1));
  // Late by more than the limit of a statement.
  way.set(2_500);
  await vi.waitFor(
    () => {
      signal.wake();
      expect(errors).toHaveLength(1);
    },
    { timeout: 10_000, interval: 100 },
  );
  way.set('pass');
  await vi.waitFor(
    () => {
      signal.wake();
      expect(way.connections).toBe(1);
    },
    { timeout: 10_000, interval: 100 },
  );
}, 30_000);
