import { once } from 'node:events';
import { runProgram, type RunningProgram } from '../operation/run-program.js';
import type { PointOrder } from './armed-point.js';
import type { CrashPoint } from './crash-points.js';

const PROGRAM = new URL('./main.ts', import.meta.url);

/** API and worker in a process of their own that can be killed at any point. */
export class CrashService {
  private constructor(
    readonly url: string,
    private readonly program: RunningProgram,
  ) {}

  /** Resolves when it serves. @throws with everything that it wrote where it ends before. */
  static async start(env: Readonly<Record<string, string>>): Promise<CrashService> {
    const program = runProgram(PROGRAM, env);
    const ended = program.ended.then((how) => {
      throw new Error(`the service ended (${how}) before it served: ${program.stdout()}${program.stderr()}`);
    });
    const [{ url }] = await Promise.race([once(program.child, 'message'), ended]);
    ended.catch(() => undefined);
    return new CrashService(url, program);
  }

  /** From now on it dies when it comes to this point. */
  async arm(point: CrashPoint): Promise<void> {
    const heard = once(this.program.child, 'message');
    const order: PointOrder = { arm: point, todo: 'die' };
    this.program.child.send(order);
    await heard;
  }

  /** Kills it from outside, wherever it is. */
  async kill(): Promise<void> {
    this.program.child.kill('SIGKILL');
    await this.program.ended;
  }

  /** Resolves when it is dead. @throws where it ended in another way than by a kill. */
  async died(): Promise<void> {
    const how = await this.program.ended;
    if (how !== 'SIGKILL') throw new Error(`the service ended by itself (${how}): ${this.log()}`);
  }

  /** The process that runs it. */
  get pid(): number {
    return this.program.child.pid ?? 0;
  }

  /** Everything that it has written. */
  log(): string {
    return this.program.stdout() + this.program.stderr();
  }
}
