import { expect, it } from 'vitest';
import { countPassingBytes } from './passing-bytes.js';

const MIB = 1024 * 1024;
const PIECE = 64 * 1024;

/** Reads so much like a socket: each piece in memory of its own, of which nobody knows any more when the next one comes. @returns MiB held at most. */
async function held(mib: number, told: (bytes: number) => void): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let read = 0; read < mib * MIB; read += PIECE) {
    const piece = Buffer.allocUnsafeSlow(PIECE);
    told(piece.length);
    if (read % MIB !== 0) continue;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    // Between two pieces of a socket there is always a turn.
    await new Promise(setImmediate);
  }
  return most / MIB;
}

it('keeps few of the buffers that have passed, where V8 by itself keeps many', async () => {
  const untold = await held(512, () => undefined);
  const told = await held(512, countPassingBytes);
  expect(told).toBeLessThan(40);
  expect(untold).toBeGreaterThan(told + 16);
});
