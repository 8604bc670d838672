import { PIECE_BYTES } from './chunk-digests.js';

/** What a process keeps for the next writers: two pieces for each of eight. */
const MOST_KEPT = 16;
const kept: Buffer[] = [];

/**
 * Memory for a piece that another thread may read while it stays here. Such memory is freed late (only with the whole heap) and is filled with zeros when it
 * is new, so that eight uploads by parts of 32 MiB let 300 MiB of it lie: it is used again. Given back with `givePiece`.
 */
export function takePiece(): Buffer {
  return kept.pop() ?? Buffer.from(new SharedArrayBuffer(PIECE_BYTES));
}

/** Nobody writes into it any more; of what a failed writer left behind, somebody may still read. */
export function givePiece(piece: Buffer): void {
  if (kept.length < MOST_KEPT) kept.push(piece);
}
