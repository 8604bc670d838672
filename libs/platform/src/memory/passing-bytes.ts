import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** After so many bytes the young part of the heap is collected: 2 to 3 ms each time, less than the copying of so many bytes. */
const BYTES_BETWEEN = 16 * 1024 * 1024;

let collect: (() => void) | undefined;
let passed = 0;

/**
 * Told of bytes that came from a socket in a buffer of their own and were copied or sent on. V8 frees such buffers when it collects, and collects by what is
 * in its heap, in which they are next to nothing: with several large transfers at once it lets 64 MiB and more of them lie before it looks at the whole heap.
 * Freed every 16 MiB they cost little, and a process that moves gigabytes stays small (docs/adr/0033-memory-of-large-transfers.md).
 */
export function countPassingBytes(bytes: number): void {
  collect ??= youngCollection();
  passed += bytes;
  if (passed < BYTES_BETWEEN) return;
  passed = 0;
  collect();
}

/**
 * V8's own function for it. A context that is made while the flag is set has it; the flag is unset at once. Node's documentation of `v8.setFlagsFromString`
 * warns of flags that are changed while a process runs: this one says only what new contexts are given. Does nothing where there is no such function.
 */
function youngCollection(): () => void {
  setFlagsFromString('--expose-gc');
  try {
    const gc: unknown = runInNewContext('globalThis.gc');
    return typeof gc === 'function' ? () => void gc({ type: 'minor' }) : () => undefined;
  } finally {
    setFlagsFromString('--no-expose-gc');
  }
}
