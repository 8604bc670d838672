import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const MIB = 1024 * 1024;

let collect: (() => unknown) | undefined;

/** MiB of buffers that somebody in this process holds; what nobody knows any more is collected before. */
export function heldMiB(): number {
  collect ??= collection();
  collect();
  return process.memoryUsage().arrayBuffers / MIB;
}

/** Waits until that has not changed for a second. @returns MiB more than `before`. */
export async function settledMiB(before: number): Promise<number> {
  let settled = heldMiB();
  for (let since = performance.now(); performance.now() - since < 1_000;) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = heldMiB();
    // What a socket has just brought comes and goes.
    if (Math.abs(now - settled) < 1) continue;
    settled = now;
    since = performance.now();
  }
  return settled - before;
}

function collection(): () => unknown {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('globalThis.gc');
  if (typeof gc !== 'function') throw new Error('V8 gave no gc');
  return () => gc();
}
