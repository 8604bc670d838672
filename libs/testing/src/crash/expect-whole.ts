import { expectWholeness } from '../cluster/expect-whole.js';
import { settle } from '../cluster/what-is-left.js';
import type { CrashWorld } from './crash-world.js';

/** A process that starts compiles its sources first, on machines that do other work too. */
const SETTLE_MS = 60_000;

/** Waits until nothing is left to do, letting pauses pass. */
export function settled({ database }: CrashWorld): Promise<void> {
  return settle(database, SETTLE_MS);
}

/** Waits for the end of all work, and fails where anything was lost, done twice, changed or forged by a death. */
export async function expectWhole(world: CrashWorld): Promise<void> {
  await settled(world);
  const { database, endpoints, github, answered } = world;
  await expectWholeness({ database, endpoints, github, text: (path) => world.text(path) }, answered);
}
