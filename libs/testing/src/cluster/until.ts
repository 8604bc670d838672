import { setTimeout as pause } from 'node:timers/promises';
import type { Receiver } from '../effects/receiver.js';

/** The goals, in milliseconds: the first delivery after Postgres or Redis is back, or a lease has ended; all is back five seconds after a blackhole of three began. */
export const FIRST_MS = 1_000;
export const BACK_MS = 5_000 - 3_000;
/**
 * What a machine may take beyond them that does other work too (the tests share their processors with what they test): beside six times more work
 * than it has processors they took 0.5 to 1.0 s. What breaks a goal takes much longer: BullMQ's own pause after a lost connection is 15 s, TCP's
 * minutes. bench/recovery.ts measures.
 */
export const BUSY_MS = 2_000;

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
