import type { CrashPoint } from '../crash/crash-points.js';
import type { ServiceProcess } from './service-process.js';
import { until } from './until.js';

/** Somebody is held at a named point. */
export interface Held {
  /** The process in which that is. */
  readonly process: ServiceProcess;
  /** He goes on, and in no process will anybody be held any more. */
  goOn(): void;
}

/** Resolves when the first of these processes has come to the point and is held there; what else it does goes on. @throws after `limitMs`. */
export async function holdAt(processes: readonly ServiceProcess[], point: CrashPoint, limitMs = 60_000): Promise<Held> {
  await Promise.all(processes.map((one) => one.arm(point, 'hold')));
  const goOn = (): void => processes.forEach((one) => one.goOn());
  try {
    const process = await until(`coming to ${point}`, () => processes.find(({ heldAt }) => heldAt === point), limitMs);
    return { process, goOn };
  } catch (error) {
    goOn();
    throw error;
  }
}
