import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RelayEvents } from '#application/relay-events/relay-events';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { LocalEffectsSignal } from '#persistence/core/local-effects-signal';
import { OutboxListener } from '#persistence/effects/outbox-listener';
import { WorkerMetrics } from '../metrics/worker-metrics.js';
import { ProblemLog } from '../problem-log.js';

/** Where no signal can be heard, the table is asked this often (docs/architecture.md, step 6). */
const POLL_MS = 50;
/** And this often in any case. */
const SWEEP_MS = 1_000;
/** After a failure it is tried again so soon: what a database that is back has waited for is not to wait for the next look too. */
const AGAIN_MS = 200;

/** A pass of so many events was one of a stream: the next one waits until so long after its beginning, and finds more for the same few statements. */
const STREAM = 8;
const STREAM_PAUSE_MS = 10;

/** Runs the relay whenever events were committed: here, in another process, or, as far as one can hear, anywhere. */
@Injectable()
export class RelayLoop {
  private readonly timers: NodeJS.Timeout[] = [];
  private again: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private looking = false;
  private woken = false;
  private stopped = false;
  private stopWaking: (() => void) | undefined;

  constructor(
    @Inject(RelayEvents) private readonly relay: Pick<RelayEvents, 'execute' | 'hasWork'>,
    private readonly signal: LocalEffectsSignal,
    @Inject(OutboxListener) private readonly listener: Pick<OutboxListener, 'start' | 'stop' | 'listening'>,
    @Inject(WorkerMetrics) private readonly metrics: Pick<WorkerMetrics, 'countEvents'>,
    @Inject(ProblemLog) private readonly problems: Pick<ProblemLog, 'report'>,
  ) {}

  start(): void {
    this.stopWaking = this.signal.onWake(() => this.wake());
    this.listener.start(() => this.wake());
    this.timers.push(setInterval(() => void this.look(), SWEEP_MS));
    this.timers.push(setInterval(() => void (this.listener.listening ? undefined : this.look()), POLL_MS));
    this.wake();
  }

  /** Ends after the batch that is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.stopWaking?.();
    this.timers.forEach((timer) => clearInterval(timer));
    clearTimeout(this.again);
    await this.listener.stop();
    await this.running;
  }

  private wake(): void {
    this.woken = true;
    if (this.running === undefined && !this.stopped) this.running = this.run();
  }

  private async run(): Promise<void> {
    try {
      while (this.woken && !this.stopped) {
        this.woken = false;
        const startedAt = performance.now();
        const report = await this.relay.execute(DEFAULT_WORKSPACE);
        this.metrics.countEvents(report.types);
        if (report.more) this.woken = true;
        else if (report.events >= STREAM) await pause(Math.max(0, startedAt + STREAM_PAUSE_MS - performance.now()));
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.running = undefined;
    }
    // Woken after the last turn had ended and before this line.
    if (this.woken && !this.stopped) setImmediate(() => this.wake());
  }

  private async look(): Promise<void> {
    if (this.looking || this.running !== undefined) return;
    this.looking = true;
    try {
      if (await this.relay.hasWork(DEFAULT_WORKSPACE)) this.wake();
    } catch (error) {
      this.failed(error);
    } finally {
      this.looking = false;
    }
  }

  private failed(error: unknown): void {
    this.problems.report('The relay of events waits', error);
    clearTimeout(this.again);
    if (!this.stopped) this.again = setTimeout(() => this.wake(), AGAIN_MS);
  }
}
