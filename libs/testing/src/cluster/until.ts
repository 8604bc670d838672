import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '../effects/receiver.js';

/** Asks every few milliseconds until there is an answer. @throws with `what` after `limitMs`. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  limitMs = 60_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${limitMs} ms`);
    await pause(5);
  }
}

/** The milliseconds from `since` (by `performance.now()`) to the first webhook that arrived after it. */
export async function firstDeliveryAfter(receiver: Receiver, since: number, limitMs = 60_000): Promise<number> {
  const { at } = await until('a delivery', () => receiver.received.findLast((one) => one.at > since) ?? false, limitMs);
  const first = receiver.received.find((one) => one.at > since);
  return (first?.at ?? at) - since;
}
