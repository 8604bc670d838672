import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PIECE_BYTES } from './chunk-digests.js';
import { writePieces } from './chunk-writer.js';

it('fails with its listener, also where that fails while the piece before is still being written, and leaves no rejection to the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slipway-pieces-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = await open(join(folder, 'file'), 'wx');
  onTestFinished(() => file.close());
  const unheld: unknown[] = [];
  const hear = (error: unknown): void => void unheld.push(error);
  process.on('unhandledRejection', hear);
  onTestFinished(() => void process.off('unhandledRejection', hear));
  const ended = new Error('the thread has ended');
  let pieces = 0;
  const listener = {
    add: () => {
      pieces += 1;
      return pieces === 1 ? Promise.resolve() : Promise.reject(ended);
    },
  };
  async function* content(): AsyncGenerator<Uint8Array> {
    yield Buffer.alloc(3 * PIECE_BYTES, 1);
  }
  await expect(writePieces(file, content(), listener)).rejects.toBe(ended);
  // The process is told after the turn in which nobody took the rejection.
  await new Promise(setImmediate);
  expect(unheld).toEqual([]);
});
