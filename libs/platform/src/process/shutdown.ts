import type { LoggerService } from '@nestjs/common';
import { sayBootError, type ExplainedError } from './say-boot-error.js';

/** Requests and jobs may finish; past this time whoever started us (Kubernetes: 30 s by default) would kill us anyway. Milliseconds. */
const LIMIT_MS = 25_000;

/** Ctrl+C, an orchestrator, a closed terminal. Windows knows only the first and, for about ten seconds, the last. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

interface Step {
  readonly name: string;
  readonly close: () => Promise<void>;
}

/**
 * Ends a program in order: the first signal closes everything that was added, the last one first, and exits with 0. Further signals change
 * nothing (Ctrl+C reaches us twice under npm, which passes it on). What does not end within 25 s is cut off, with exit code 1. Works from the
 * first moment of the boot: what is added after the signal is closed too.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private running: Promise<void> | undefined;

  private constructor(
    private readonly log: Pick<LoggerService, 'log' | 'error'>,
    private readonly limitMs: number,
  ) {}

  /** Listens for signals from now on. */
  static onSignals(log: Pick<LoggerService, 'log' | 'error'>, limitMs: number = LIMIT_MS): Shutdown {
    const shutdown = new Shutdown(log, limitMs);
    for (const signal of SIGNALS) process.on(signal, () => shutdown.begin(`Received ${signal}`));
    // A program that started us by `fork` and lets go of us, or dies: on Windows its only way to ask.
    if (process.connected) process.on('disconnect', () => shutdown.begin('Whoever started this has let go of it'));
    return shutdown;
  }

  /**
   * Runs the boot. Where it fails, says why (see `sayBootError` for `explained`), closes what was added, and exits with 1. A boot that
   * fails after a signal has failed because of it: then nothing is said.
   */
  async boot(work: () => Promise<void>, explained: readonly ExplainedError[] = []): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.running === undefined) sayBootError(error, explained);
      await this.exit(1);
    }
  }

  /** Closes this before everything that was added earlier. */
  add(name: string, close: () => Promise<void>): void {
    this.steps.push({ name, close });
  }

  /** Closes everything and ends the process, with `code` where all went well. Never rejects; never returns to a running program. */
  exit(code: number): Promise<void> {
    this.running ??= this.closeAndExit(code);
    return this.running;
  }

  private begin(why: string): void {
    if (this.running !== undefined) return;
    this.log.log(`${why}: finishing what is under way, then stopping.`, 'Shutdown');
    void this.exit(0);
  }

  private async closeAndExit(code: number): Promise<void> {
    const limit = setTimeout(() => {
      this.log.error(`Not finished after ${this.limitMs / 1000} s: stopping all the same.`, 'Shutdown');
      process.exit(1);
    }, this.limitMs);
    let failed = false;
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        failed = true;
        this.log.error(`Closing ${step.name} failed.`, error, 'Shutdown');
      }
    }
    clearTimeout(limit);
    if (code === 0 && !failed) this.log.log('Stopped.', 'Shutdown');
    process.exit(failed ? 1 : code);
  }
}
