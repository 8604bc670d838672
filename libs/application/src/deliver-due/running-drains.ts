import { Injectable } from '@nestjs/common';

/** A drain that runs in this process. */
export interface RunningDrain {
  /** Tells it that something new is due. */
  poke(): void;
  /** Tells it to end. */
  stop(): void;
}

/** Which endpoints this process is sending to, so that one drain serves all who ask for it. */
@Injectable()
export class RunningDrains {
  private readonly drains = new Map<string, RunningDrain>();
  private ended = false;

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

  /** Before the process ends: nothing new is claimed, what was started is brought to its end. */
  stopAll(): void {
    this.ended = true;
    for (const drain of this.drains.values()) drain.stop();
  }
}
