/** How much is let in. */
interface AdmissionLimits {
  /** Requests that are let in at once while answers are quick: a burst after a quiet time. */
  readonly burst: number;
  /** Requests that are let in however slow answers are: enough to use every connection, and to see that the database is back. */
  readonly least: number;
  /** Never more than this. */
  readonly most: number;
  /** What a request should take at most, queueing included. Milliseconds. */
  readonly withinMs: number;
}

const LIMITS: AdmissionLimits = { burst: 128, least: 32, most: 1_024, withinMs: 1_000 };

/** The pace is counted over so many parts of a second. */
const PARTS = 10;
const PART_MS = 100;

interface Part {
  ended: number;
  tookMs: number;
}

/**
 * Decides whether one more request may come in. With n requests inside of which r end in a second the next one waits about n / r seconds
 * (Little's law); where that is more than a second it is better told at once, while it can still go elsewhere or come again, than after it
 * has stood in line for a connection of the database until its client gave up. Nothing has to be tuned: a faster machine lets in more.
 */
export class Admission {
  private inside = 0;
  private readonly parts: Part[] = Array.from({ length: PARTS }, () => ({ ended: 0, tookMs: 0 }));
  private part = 0;
  /** Since when somebody is inside and nobody has come out. */
  private quietSince = 0;

  constructor(
    /** Milliseconds of a monotonic clock. */
    private readonly now: () => number = () => performance.now(),
    private readonly limits: AdmissionLimits = LIMITS,
  ) {}

  /** Requests that are being served. */
  get inFlight(): number {
    return this.inside;
  }

  /** How many may be inside just now. */
  get limit(): number {
    const now = this.now();
    this.turn(now);
    const { burst, least, most, withinMs } = this.limits;
    const ended = this.parts.reduce((sum, part) => sum + part.ended, 0);
    const tookMs = this.parts.reduce((sum, part) => sum + part.tookMs, 0);
    const slow = ended === 0 ? this.inside > 0 && now - this.quietSince > withinMs : tookMs / ended > withinMs;
    return Math.max(slow ? least : burst, Math.min(most, Math.floor((ended * withinMs) / 1_000)));
  }

  /** Whether one more would stay outside. */
  get isFull(): boolean {
    return this.inside >= this.limit;
  }

  /** @returns when it came in, to be given to `leave` once, when its answer is out; null where it must stay outside. */
  enter(): number | null {
    if (this.isFull) return null;
    const now = this.now();
    if (this.inside === 0) this.quietSince = now;
    this.inside += 1;
    return now;
  }

  /** @param enteredAt what `enter` answered. */
  leave(enteredAt: number): void {
    const now = this.now();
    this.turn(now);
    this.inside -= 1;
    this.quietSince = now;
    const part = this.parts[this.part % PARTS];
    if (part === undefined) return;
    part.ended += 1;
    part.tookMs += now - enteredAt;
  }

  /** Forgets what is older than a second. */
  private turn(now: number): void {
    const part = Math.floor(now / PART_MS);
    for (let passed = Math.min(part - this.part, PARTS); passed > 0; passed -= 1)
      this.parts[(part - passed + 1) % PARTS] = { ended: 0, tookMs: 0 };
    this.part = part;
  }
}
