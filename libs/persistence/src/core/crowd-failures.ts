import { Logger } from '@nestjs/common';

/** One line in so many milliseconds: a database that is away fails hundreds of crowds a second. */
const INTERVAL_MS = 5_000;

/** Counts the callers of this process whose shared statements failed for all of them (`Gathered`), and says so in the log now and then. */
export class CrowdFailures {
  private readonly logger = new Logger('Database');
  private failed = 0;
  private unsaid = 0;
  private lastAt = Number.NEGATIVE_INFINITY;

  /** Callers since the process started. */
  get callers(): number {
    return this.failed;
  }

  /** @param callers that share the failure. @param now a monotonic clock in milliseconds. */
  add(callers: number, error: unknown, now = performance.now()): void {
    this.failed += callers;
    this.unsaid += callers;
    if (now - this.lastAt < INTERVAL_MS) return;
    const why = error instanceof Error ? error.message : String(error);
    this.logger.warn(`Statements that callers share failed for all of them, ${this.unsaid} callers since the last such line: ${why}`);
    this.lastAt = now;
    this.unsaid = 0;
  }
}

/** Those of this process: crowds are gathered wherever statements are, and one counter tells of all. */
export const crowdFailures = new CrowdFailures();
