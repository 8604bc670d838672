/** What every body may take: nearly all are far smaller, so that nobody who sends a usual one is ever refused for others. Bytes. */
const FREE_BYTES = 64 * 1024;
/** What larger ones may take together, beyond that: sixteen of the largest. Bytes. */
const MOST_BYTES = 64 * 1024 * 1024;

/** A body on its way in. */
export interface ArrivingBody {
  /** Told of each part that has come. */
  grow(bytes: number): void;
  /** Told once it is done with, whatever came of it. */
  end(): void;
}

/**
 * Bounds the memory of bodies that have not arrived yet: they are read before anybody knows who sends them, and whoever opens a thousand connections
 * and leaves each of its bodies unfinished would else hold gigabytes. Where there is too much, the large body that has been coming the longest is
 * cut off: who means it has sent four megabytes long before.
 */
export class ArrivingBodies {
  private bytes = 0;
  /** In the order in which they became large. */
  private readonly large = new Map<ArrivingBody, { size: number; readonly cut: () => void }>();

  constructor(
    private readonly freeBytes = FREE_BYTES,
    private readonly mostBytes = MOST_BYTES,
  ) {}

  /** @param cut called at most once, where the body has to go; it has ended then. */
  begin(cut: () => void): ArrivingBody {
    let size = 0;
    const body: ArrivingBody = {
      grow: (bytes) => {
        const before = Math.max(0, size - this.freeBytes);
        size += bytes;
        const more = Math.max(0, size - this.freeBytes) - before;
        if (more > 0) this.grown(body, more, cut);
      },
      end: () => this.end(body),
    };
    return body;
  }

  private grown(body: ArrivingBody, bytes: number, cut: () => void): void {
    const known = this.large.get(body) ?? { size: 0, cut };
    known.size += bytes;
    this.large.set(body, known);
    this.bytes += bytes;
    for (const [oldest, { cut: drop }] of this.large) {
      if (this.bytes <= this.mostBytes) return;
      this.end(oldest);
      drop();
    }
  }

  private end(body: ArrivingBody): void {
    this.bytes -= this.large.get(body)?.size ?? 0;
    this.large.delete(body);
  }
}
