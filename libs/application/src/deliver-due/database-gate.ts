import { Injectable } from '@nestjs/common';

/**
 * Statements of drains that may run at once in one process: half of its connection pool, so that hundreds of drains neither starve what
 * else needs the database nor wait for connections until they time out.
 */
export const GATE_WIDTH = 8;

/** Lets so many pieces of work run at once; the others wait in the order in which they came. */
@Injectable()
export class DatabaseGate {
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= GATE_WIDTH) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The place goes to the next one as it is.
      if (next === undefined) this.running -= 1;
      else next();
    }
  }
}
