import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { systemContext } from '#application/shared/system-context';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { ProblemLog } from '../problem-log.js';
import type { Sweep } from './sweep.js';

/** Between the first turns of sweeps: those of one period would else go on all at once, each second a burst that everything else waits behind. */
const APART_MS = 70;

/** Runs each sweep again and again, one run of it at a time in this process; one that fails is reported and tried at its next turn. */
@Injectable()
export class Scheduler {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly modules: ModuleRef,
    private readonly problems: ProblemLog,
  ) {}

  start(sweeps: readonly Sweep[]): void {
    for (const [index, sweep] of sweeps.entries()) {
      const useCase = this.modules.get<unknown>(sweep.useCase, { strict: false });
      this.wait(sweep, useCase, sweep.firstAfterMs + index * APART_MS);
    }
  }

  /** Waits for the sweeps that run. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    await Promise.all(this.running);
  }

  private turn(sweep: Sweep, useCase: unknown): void {
    const run = this.run(sweep, useCase).then((done) => {
      this.running.delete(run);
      if (!this.stopped) this.wait(sweep, useCase, done ? sweep.everyMs : sweep.againMs);
    });
    this.running.add(run);
  }

  private wait(sweep: Sweep, useCase: unknown, ms: number): void {
    this.timers.set(
      sweep.name,
      setTimeout(() => this.turn(sweep, useCase), ms),
    );
  }

  /** @returns whether it went well. */
  private async run(sweep: Sweep, useCase: unknown): Promise<boolean> {
    try {
      await sweep.run(useCase, systemContext(DEFAULT_WORKSPACE));
      return true;
    } catch (error) {
      this.problems.report(`The sweep of ${sweep.name} waits`, error);
      return false;
    }
  }
}
