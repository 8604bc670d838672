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

/** Which endpoints this process is sending to, so that one drain serves all who ask for it. */
@Injectable()
export class RunningDrains {
  private readonly drains = new Map<string, RunningDrain>();
  private ended = false;
  private starter: ((endpointId: string) => void) | null = null;

  /** True once this process stops sending. */
  get closed(): boolean {
    return this.ended;
  }

  /** @returns false when a drain of this endpoint runs already (it was told to look again), or none may be started any more. */
  start(endpointId: string, drain: RunningDrain): boolean {
    if (this.ended || this.poke(endpointId)) return false;
    this.drains.set(endpointId, drain);
    return true;
  }

  end(endpointId: string): void {
    this.drains.delete(endpointId);
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

  /** Tells the endpoint's drain to look again, or starts one. @param queueAway no job can be had. @returns false where it needs a job. */
  startHere(endpointId: string, queueAway = false): boolean {
    if (this.poke(endpointId)) return true;
    if (this.ended || this.starter === null || this.drains.size >= (queueAway ? MOST_WITHOUT_QUEUE : MOST_STARTED_HERE)) return false;
    this.starter(endpointId);
    return true;
  }

  /** Before the process ends: nothing new is claimed, what was started is brought to its end. */
  stopAll(): void {
    this.ended = true;
    for (const drain of this.drains.values()) drain.stop();
  }
}
