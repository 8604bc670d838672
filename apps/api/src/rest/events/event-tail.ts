import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { EventStore, type TailedEvent } from '#application/ports/event-store';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';

/** How often the head is asked for while anybody follows: a tenth of a second is "live" to people and one small read to the database. */
const POLL_MS = 100;
/** The same while the database is away. */
const RETRY_MS = 1_000;
/** Events read at a time: what one stream holds in memory, at most. */
const BATCH = 200;

/** Events after one position, with nothing left out up to `to`. */
export interface TailBatch {
  readonly after: number;
  readonly to: number;
  readonly events: readonly TailedEvent[];
}

/**
 * The one reader of new events in this process: it watches the head while there are streams, reads each new batch once and wakes them all.
 * Streams that are behind read for themselves, at their own pace.
 */
@Injectable()
export class EventTail implements BeforeApplicationShutdown {
  private readonly logger = new Logger('EventTail');
  private readonly waiting = new Set<() => void>();
  private followers = 0;
  private running = false;
  private latest: TailBatch | null = null;
  private head = 0;
  private stopped = false;

  constructor(private readonly store: EventStore) {}

  /** No stream goes on after this: the server can close. */
  beforeApplicationShutdown(): void {
    this.stopped = true;
    this.wakeAll();
  }

  /** True once the process is ending. */
  get ended(): boolean {
    return this.stopped;
  }

  /** Watches the head until the returned function is called. */
  follow(): () => void {
    this.followers += 1;
    if (!this.running) void this.watch();
    return () => void (this.followers -= 1);
  }

  /** The events after a position; empty where there are none yet. */
  async read(after: number): Promise<TailBatch> {
    if (this.latest?.after === after) return this.latest;
    const events = await this.store.after(DEFAULT_WORKSPACE, after, BATCH);
    return { after, to: events.at(-1)?.event.position ?? after, events };
  }

  /** Waits until there is something after this position, the time is over (ms), or the signal or the process ends it. */
  changed(after: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.head > after || this.stopped || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      this.waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  private async watch(): Promise<void> {
    this.running = true;
    while (this.followers > 0 && !this.stopped) {
      const pause = await this.look();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    this.running = false;
    this.latest = null;
  }

  /** @returns milliseconds until the next look. */
  private async look(): Promise<number> {
    // Kept for one look only: whom a model's events may be shown to can change at any time.
    this.latest = null;
    try {
      const head = await this.store.head(DEFAULT_WORKSPACE);
      if (head > this.head) {
        this.latest = await this.read(Math.max(this.head, head - BATCH));
        this.head = head;
        this.wakeAll();
      }
      return POLL_MS;
    } catch (error) {
      this.logger.warn('New events cannot be read now; streams wait.', error);
      return RETRY_MS;
    }
  }

  private wakeAll(): void {
    for (const wake of [...this.waiting]) wake();
  }
}
