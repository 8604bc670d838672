import { Injectable } from '@nestjs/common';
import { Turns } from '../shared/turns.js';

/**
 * Statements of drains that may run at once in one process: half of its connection pool, so that hundreds of drains neither starve what
 * else needs the database nor wait for connections until they time out.
 */
export const GATE_WIDTH = 8;

/** Lets so many statements of drains run at once; the others wait in the order in which they came. */
@Injectable()
export class DatabaseGate {
  private readonly turns = new Turns(GATE_WIDTH);

  /** @returns what `work` does. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.turns.take(work);
  }
}
