import { setTimeout as pause } from 'node:timers/promises';
import type { ReceiverReport } from '../servers/receiver.js';
import { messageOf, startProgram, type ChildProgram } from './child-program.js';
import { isListening } from './http-bench.js';

/** The receiver of webhooks in a process of its own. */
export class ReceiverProcess {
  private constructor(
    private readonly child: ChildProgram,
    readonly url: string,
  ) {}

  static async start(): Promise<ReceiverProcess> {
    const child = startProgram('bench/servers/receiver.js', {});
    const { url } = await messageOf(child.process, isListening);
    return new ReceiverProcess(child, url);
  }

  get pid(): number {
    return this.child.process.pid ?? 0;
  }

  /** Forgets what has arrived; with `watch` it reads what arrives from now on. */
  async reset(watch = false): Promise<void> {
    await this.ask(watch ? 'watch' : 'reset');
  }

  report(): Promise<ReceiverReport> {
    return this.ask('report');
  }

  /** Waits until so many have arrived. @throws after `limitMs`. */
  async arrived(wanted: number, limitMs = 120_000): Promise<ReceiverReport> {
    const end = performance.now() + limitMs;
    for (;;) {
      const state = await this.ask('count');
      if (state.count >= wanted) return state;
      if (performance.now() > end) throw new Error(`only ${state.count} of ${wanted} deliveries arrived`);
      await pause(10);
    }
  }

  stop(): Promise<void> {
    return this.child.stop();
  }

  private ask(what: 'reset' | 'watch' | 'count' | 'report'): Promise<ReceiverReport> {
    const answer = messageOf(this.child.process, isReport);
    this.child.process.send(what);
    return answer;
  }
}

function isReport(message: unknown): message is ReceiverReport {
  return typeof message === 'object' && message !== null && 'count' in message && 'arrivals' in message;
}
