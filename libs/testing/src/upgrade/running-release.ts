import { expect, vi } from 'vitest';
import type { ServiceEnvironment } from '../crash/service-environment.js';
import { runProgram, type RunningProgram } from '../operation/run-program.js';

const BOOT_MS = 120_000;

/** A process of some release. */
export interface RunningRelease {
  /** Of its API, or of its metrics. */
  readonly url: string;
  readonly program: RunningProgram;
}

/** Starts the API or a worker from the sources of a release, and waits until it is ready. */
export async function startRelease(release: URL, kind: 'api' | 'worker', env: ServiceEnvironment): Promise<RunningRelease> {
  const program = runProgram(new URL(`apps/${kind}/src/main.ts`, release), { ...env, PORT: '0' });
  try {
    const [, url = ''] = await program.waitFor(kind === 'api' ? /Listening on (http:[^"]+)"/ : /metrics on (http:[^"]+)"/);
    await vi.waitFor(async () => expect(await (await fetch(`${url}/readyz`)).text()).toMatch(/"status":"(?:ready|degraded)"/), {
      timeout: BOOT_MS,
      interval: 100,
    });
    return { url, program };
  } catch (error) {
    await program.stop();
    throw error;
  }
}
