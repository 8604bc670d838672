import { expect, it } from 'vitest';
import type { RelayReport } from '#application/relay-events/relay-events';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { RelayLoop } from './relay-loop.js';

const LONG_MS = 100;

it('looks again at once after a few events, so that a lone one is never held up', async () => {
  const { passes } = await wokenAllTheTime({ events: 1, more: false });
  expect(passes).toBeGreaterThan(LONG_MS / 10 + 2);
});

it('leaves time between the passes of a stream, in which the next one gathers', async () => {
  const { passes, milliseconds } = await wokenAllTheTime({ events: 20, more: false });
  expect(passes).toBeGreaterThan(1);
  expect(passes).toBeLessThanOrEqual(milliseconds / 10 + 2);
});

it('leaves none while whole batches wait', async () => {
  const { passes } = await wokenAllTheTime({ events: 500, more: true });
  expect(passes).toBeGreaterThan(LONG_MS / 10 + 2);
});

/** Runs the loop over a relay that finds the same in each pass, at once, and that is woken during each. */
async function wokenAllTheTime(
  found: Pick<RelayReport, 'events' | 'more'>,
): Promise<{ readonly passes: number; readonly milliseconds: number }> {
  const signal = new LocalEffectsSignal();
  let passes = 0;
  const relay = {
    execute: async (): Promise<RelayReport> => {
      passes += 1;
      await new Promise<void>((resolve) => setImmediate(resolve));
      signal.wake();
      return { ...found, deliveries: 0, types: [] };
    },
    hasWork: () => Promise.resolve(false),
  };
  const listener = { listening: true, start: () => undefined, stop: () => Promise.resolve() };
  const startedAt = performance.now();
  const loop = new RelayLoop(relay, signal, listener, { countEvents: () => undefined }, { report: () => undefined });
  loop.start();
  await new Promise<void>((resolve) => setTimeout(resolve, LONG_MS));
  await loop.stop();
  return { passes, milliseconds: performance.now() - startedAt };
}
