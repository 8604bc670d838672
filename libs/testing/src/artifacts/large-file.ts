import { createHash } from 'node:crypto';
import { patterned } from './bytes.js';

const MIB = 1024 * 1024;

/** A file of any size that is never anywhere as a whole: every MiB of it is a pattern with its number at the front. */
export class LargeFile {
  /** @param block what every MiB is made of; one that a file system can compress lets many large files fit on a small disk. */
  constructor(
    readonly size: number,
    private readonly block: Buffer = patterned(MIB),
  ) {}

  /** SHA-256 of all of it; reads it once. */
  sha256(): string {
    const hash = createHash('sha256');
    for (const piece of this.pieces(0, this.size)) hash.update(piece);
    return hash.digest('hex');
  }

  /** The bytes from `start` (a whole MiB) up to but without `end`, by the MiB; a piece is only good until the next. */
  *pieces(start: number, end: number): Generator<Uint8Array> {
    for (let at = start; at < end; at += MIB) {
      this.block.writeDoubleLE(at, 0);
      yield this.block.subarray(0, Math.min(MIB, end - at));
    }
  }

  /** The same, in pieces that stay good. */
  *copies(start: number, end: number): Generator<Uint8Array> {
    for (const piece of this.pieces(start, end)) yield Uint8Array.from(piece);
  }

  /** Whether the file has these bytes at this place. */
  has(bytes: Uint8Array, at: number): boolean {
    for (let from = 0; from < bytes.length;) {
      const inBlock = (at + from) % MIB;
      const piece = bytes.subarray(from, from + MIB - inBlock);
      this.block.writeDoubleLE(at + from - inBlock, 0);
      if (this.block.compare(piece, 0, piece.length, inBlock, inBlock + piece.length) !== 0) return false;
      from += piece.length;
    }
    return at + bytes.length <= this.size;
  }

  /** One part as a whole. */
  part(number: number, partSize: number): Buffer {
    const start = (number - 1) * partSize;
    return Buffer.concat([...this.copies(start, Math.min(start + partSize, this.size))]);
  }
}
