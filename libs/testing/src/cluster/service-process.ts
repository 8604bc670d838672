import { setTimeout as pause } from 'node:timers/promises';
import type { AtPoint, PointAnswer, PointOrder } from '../crash/armed-point.js';
import type { CrashPoint } from '../crash/crash-points.js';
import { freePort } from '../redis/free-port.js';
import { runProgram, type RunningProgram } from '../operation/run-program.js';
import { until } from './until.js';

/** Which program it is: `npm run start:api` or `npm run start:worker`. */
export type ServiceKind = 'api' | 'worker';

/** A boot on a machine that does other work too. */
const BOOT_MS = 300_000;
/** How often readiness is asked for while a process boots. */
const POLL_MS = 25;

/** Where the programs are: beside our own sources, or, compiled, beside our own output. */
const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** How one process is started. */
export interface ServiceStart {
  readonly kind: ServiceKind;
  readonly env: Readonly<Record<string, string>>;
  /** Whether it takes orders to die or to be held at named points. */
  readonly points?: boolean;
}

/** One process of the service. It keeps its address over its lives. */
export class ServiceProcess {
  /** Where somebody in it is held now. */
  heldAt: CrashPoint | null = null;
  private armedAt: CrashPoint | null = null;
  private program: RunningProgram | undefined;
  private told = '';

  private constructor(
    readonly url: string,
    private readonly start: ServiceStart,
  ) {}

  /** Gives it an address. It does not run before `boot` or `run`. */
  static async prepare(start: ServiceStart): Promise<ServiceProcess> {
    const port = await freePort();
    const env = { ...start.env, HOST: '127.0.0.1', PORT: String(port) };
    return new ServiceProcess(`http://127.0.0.1:${port}`, { ...start, env });
  }

  get kind(): ServiceKind {
    return this.start.kind;
  }

  get pid(): number {
    return this.program?.child.pid ?? 0;
  }

  /** False once it has ended, however that came. */
  get alive(): boolean {
    const child = this.program?.child;
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Ends it as `kill -9` does. */
  async kill(): Promise<void> {
    this.program?.child.kill('SIGKILL');
    await this.program?.ended;
  }

  /** Asks it to end, as an orchestrator does. @returns its exit code. */
  async stop(): Promise<number | string | undefined> {
    return this.program?.stop();
  }

  /** Resolves when it has ended by itself. @returns its exit code, or the name of what ended it. */
  async ended(): Promise<number | string | undefined> {
    return this.program?.ended;
  }

  /** Not one more instruction until `resume`: connections stay, and nothing is answered. */
  freeze(): void {
    this.program?.child.kill('SIGSTOP');
  }

  resume(): void {
    this.program?.child.kill('SIGCONT');
  }

  /**
   * Starts it again where it has ended; as an orchestrator does, until a start succeeds. Resolves when it is ready.
   * @param more for this life alone, such as a clock that is wrong.
   */
  async boot(more: Readonly<Record<string, string>> = {}): Promise<void> {
    const end = performance.now() + BOOT_MS;
    this.run(more);
    while (!(await this.isReady())) {
      if (performance.now() > end) throw new Error(`the ${this.kind} did not become ready: ${this.log()}`);
      if (!this.alive) {
        await pause(POLL_MS * 10);
        this.run(more);
      }
      await pause(POLL_MS);
    }
  }

  /** Starts it and does not wait for anything. */
  run(more: Readonly<Record<string, string>> = {}): void {
    const { kind, points = false, env } = this.start;
    const file = new URL(points ? `../crash/points/main.${EXTENSION}` : `../../../../apps/${kind}/src/main.${EXTENSION}`, import.meta.url);
    this.told = this.log();
    [this.heldAt, this.armedAt] = [null, null];
    this.program = runProgram(file, { ...env, ...more }, points ? [kind] : []);
    this.program.child.on('message', (answer: PointAnswer) => {
      // What an earlier arming still said stands before the answer to a new one.
      if ('armed' in answer) [this.armedAt, this.heldAt] = [answer.armed, null];
      else this.heldAt = answer.reached;
    });
  }

  /** The first to come to this point dies, or is held there, in its present life. Resolves when it knows. */
  async arm(point: CrashPoint, todo: AtPoint): Promise<void> {
    this.armedAt = null;
    this.order({ arm: point, todo });
    await until(`arming at ${point}`, () => this.armedAt === point);
  }

  /** Whoever is held goes on, and nobody will be held any more; where it is stopped, as soon as it goes on itself. */
  goOn(): void {
    this.heldAt = null;
    this.order({ goOn: true });
  }

  private order(order: PointOrder): void {
    // What has just died does not hear it, and need not.
    if (this.program?.child.connected === true) this.program.child.send(order, () => undefined);
  }

  /** Whether its readiness probe answers 200 now. */
  async isReady(): Promise<boolean> {
    return (await this.probe('/readyz')) === 200;
  }

  /** The status of one of its probes; 0 where nobody answers within a second. */
  async probe(path: string): Promise<number> {
    try {
      const response = await fetch(this.url + path, { signal: AbortSignal.timeout(1_000) });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  /** Everything that its lives have written. */
  log(): string {
    return this.told + (this.program?.stdout() ?? '') + (this.program?.stderr() ?? '');
  }
}
