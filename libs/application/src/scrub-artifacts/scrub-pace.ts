/** What is read again at a time: a chunk, the unit that has a digest (docs/architecture.md). */
const CHUNK_BYTES = 8 * 1024 * 1024;

/** How fast one process reads stored bytes again. Chunks are read whole, so that a slow pace is a chunk now and then. */
export class ScrubPace {
  private credit = 0;

  /** @param bytesPerSecond 0: never. */
  constructor(private readonly bytesPerSecond: number) {}

  /** @returns the bytes to read now, after so many seconds: whole chunks, often none. */
  take(seconds: number): number {
    this.credit = Math.min(this.credit + this.bytesPerSecond * seconds, Math.max(CHUNK_BYTES, this.bytesPerSecond * seconds));
    const bytes = Math.floor(this.credit / CHUNK_BYTES) * CHUNK_BYTES;
    this.credit -= bytes;
    return bytes;
  }
}
