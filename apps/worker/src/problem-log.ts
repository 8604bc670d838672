import type { LoggerService } from '@nestjs/common';

/** One line in so many milliseconds for one kind of trouble: what happens every 50 ms while a server is away is one piece of news. */
const INTERVAL_MS = 5_000;

/** Logs what background work runs into; nobody else would hear of it. */
export class ProblemLog {
  private readonly last = new Map<string, number>();

  constructor(private readonly logger: LoggerService) {}

  /** @param what names the work in a few words; errors of one name are throttled together. */
  report(what: string, error: unknown): void {
    const now = performance.now();
    const last = this.last.get(what);
    if (last !== undefined && now - last < INTERVAL_MS) return;
    this.last.set(what, now);
    this.logger.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`, 'Worker');
  }

  /** A callback for adapters that report errors. */
  of(what: string): (error: Error) => void {
    return (error) => this.report(what, error);
  }
}
