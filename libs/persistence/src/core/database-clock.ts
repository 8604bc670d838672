import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Clock } from '#application/ports/clock';

/** How often the two clocks are compared, milliseconds; a clock that is set anew is wrong for so long at most. */
const COMPARE_EVERY_MS = 10_000;
/** An answer that took longer says too little about when it was made. */
const SLOWEST_ANSWER_MS = 1_000;

/**
 * The database's clock, as far as this machine can tell: its own, corrected by the difference that was seen last. So a process whose clock is
 * wrong neither ends requests before their time, nor forgets idempotency keys too early, nor signs webhooks with a time that receivers refuse
 * (docs/adr/0016). Until the database has answered once it is this machine's clock.
 */
@Injectable()
export class DatabaseClock extends Clock implements OnModuleInit, OnApplicationShutdown {
  private ahead = 0;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param ask the database's time in milliseconds since 1970.
   * @param own this machine's, likewise.
   */
  constructor(
    private readonly ask: () => Promise<number>,
    private readonly own: () => number = Date.now,
  ) {
    super();
  }

  override now(): Date {
    return new Date(this.own() + this.ahead);
  }

  /** Called by Nest: compares once, and from then on again and again. */
  async onModuleInit(): Promise<void> {
    await this.compare();
    this.timer = setInterval(() => void this.compare(), COMPARE_EVERY_MS);
    this.timer.unref();
  }

  /** Called by Nest when the application ends. */
  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Never rejects: with the database away the last difference stands. */
  async compare(): Promise<void> {
    const asked = this.own();
    const start = performance.now();
    try {
      const theirs = await this.ask();
      const took = performance.now() - start;
      // Made somewhere between question and answer. What agrees with that stands: a correction at every answer that is slow would let time run
      // back and forth, and what was done later bear the earlier time.
      if (took <= SLOWEST_ANSWER_MS) this.ahead = Math.min(Math.max(this.ahead, theirs - (asked + took)), theirs - asked);
    } catch {
      // It is away; whoever needs it is told so.
    }
  }
}
