import { Injectable } from '@nestjs/common';
import { Turns } from '../shared/turns.js';

/**
 * Statements of drains that may run at once in one process: half of its connection pool, so that hundreds of drains neither starve what
 * else needs the database nor wait for connections until they time out.
 */
export const GATE_WIDTH = 8;
/** Of these for the claims of endpoints in trouble: a hundred of them must not stand in the way of one that answers, nor be forgotten. */
const TROUBLED_WIDTH = 2;
/** Endpoints that are remembered to be in trouble: names alone. */
const MOST_NOTED = 10_000;

/** Lets so many statements of drains run at once; the others wait in the order in which they came, those of endpoints in trouble in a line of their own. */
@Injectable()
export class DatabaseGate {
  private readonly turns = new Turns(GATE_WIDTH - TROUBLED_WIDTH);
  private readonly turnsOfTroubled = new Turns(TROUBLED_WIDTH);
  private readonly troubled = new Set<string>();

  /** True for an endpoint that has accepted nothing since it failed or kept silent. */
  inTrouble(endpointId: string): boolean {
    return this.troubled.has(endpointId);
  }

  /** @param endpointId whose drain asks; null where it is for many, or has to be done in time. @returns what `work` does. */
  run<T>(endpointId: string | null, work: () => Promise<T>): Promise<T> {
    const troubled = endpointId !== null && this.inTrouble(endpointId);
    return (troubled ? this.turnsOfTroubled : this.turns).take(work);
  }

  /** Told of each answer, and that an endpoint keeps silent: in trouble is one that has not accepted anything since. */
  note(endpointId: string, accepts: boolean): void {
    if (accepts) this.troubled.delete(endpointId);
    else {
      // Those that are never sent to again are not told of; whoever is still in trouble is noted again.
      if (this.troubled.size >= MOST_NOTED) this.troubled.clear();
      this.troubled.add(endpointId);
    }
  }
}
