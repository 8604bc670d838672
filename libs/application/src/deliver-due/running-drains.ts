import { Injectable } from '@nestjs/common';

/** A drain that runs in this process. */
export interface RunningDrain {
  /** Tells it that something new is due. */
  poke(): void;
  /** Tells it to end. */
  stop(): void;
}

/**
 * While fewer drains than this run, a process starts them by itself, without a job: what was dispatched here leaves at once. Those beyond are
 * jobs, which any process takes. Far more than the drains that wait for receivers which hang, so that those which answer need no job for them.
 */
const MOST_STARTED_HERE = 256;
/** And so many while the queue is away: as many more as a process takes jobs at once. */
const MOST_WITHOUT_QUEUE = 556;
/** Endpoints that may wait for one of these places: names alone. The sweep remembers where it was when there is no room for more. */
const MOST_WAITING = 10_000;

/** Which endpoints this process is sending to, so that one drain serves all who ask for it. */
@Injectable()
export class RunningDrains {
  /** Bounds of this process; a test has smaller ones. */
  protected readonly most = { startedHere: MOST_STARTED_HERE, withoutQueue: MOST_WITHOUT_QUEUE, waiting: MOST_WAITING };
  private readonly drains = new Map<string, RunningDrain>();
  /** Endpoints that no job can be had for and that wait for a place here, in the order in which they came. */
  private readonly waiting = new Set<string>();
  private ended = false;
  private starter: ((endpointId: string) => void) | null = null;

  /** True once this process stops sending. */
  get closed(): boolean {
    return this.ended;
  }

  /** @returns false when a drain of this endpoint runs already (it was told to look again), or none may be started any more. */
  start(endpointId: string, drain: RunningDrain): boolean {
    if (this.ended || this.poke(endpointId)) return false;
    this.waiting.delete(endpointId);
    this.drains.set(endpointId, drain);
    return true;
  }

  /** Its place goes to the one that has waited longest. */
  end(endpointId: string): void {
    this.drains.delete(endpointId);
    this.startWaiting();
  }

  /** @returns whether a drain of this endpoint runs here and will look again; then a job for it would do nothing. */
  poke(endpointId: string): boolean {
    const drain = this.drains.get(endpointId);
    drain?.poke();
    return drain !== undefined;
  }

  /** From now on drains may be started without a job, by this, which returns at once and never throws. */
  startBy(starter: (endpointId: string) => void): void {
    this.starter = starter;
  }

  /**
   * Tells the endpoint's drain to look again, or starts one.
   * @param queueAway no job can be had: then it waits here for its turn, behind all that wait already.
   * @returns false where it needs a job, or must be asked for again.
   */
  startHere(endpointId: string, queueAway = false): boolean {
    if (this.poke(endpointId)) return true;
    if (this.ended || this.starter === null) return false;
    if (!queueAway) {
      if (this.drains.size >= this.most.startedHere) return false;
      this.starter(endpointId);
      return true;
    }
    if (this.waiting.size >= this.most.waiting) return this.waiting.has(endpointId);
    this.waiting.add(endpointId);
    this.startWaiting();
    return true;
  }

  /** Before the process ends: nothing new is claimed, what was started is brought to its end. */
  stopAll(): void {
    this.ended = true;
    this.waiting.clear();
    for (const drain of this.drains.values()) drain.stop();
  }

  private startWaiting(): void {
    for (const endpointId of this.waiting) {
      if (this.drains.size >= this.most.withoutQueue) return;
      this.waiting.delete(endpointId);
      this.starter?.(endpointId);
    }
  }
}
