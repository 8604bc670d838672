import { expect, it } from 'vitest';
import { PIECE_BYTES } from './chunk-digests.js';
import { givePiece, takePiece } from './piece-memory.js';

it('gives what was given back again, and keeps two pieces for each of eight writers', () => {
  const taken = Array.from({ length: 20 }, takePiece);
  expect(new Set(taken).size).toBe(20);
  for (const piece of taken) expect(piece).toHaveLength(PIECE_BYTES);
  for (const piece of taken) givePiece(piece);
  const again = Array.from({ length: 20 }, takePiece);
  // Compared by identity: what an assertion would print of megabytes takes seconds.
  expect(again.filter((piece) => taken.includes(piece))).toHaveLength(16);
  expect(new Set(again).size).toBe(20);
});
