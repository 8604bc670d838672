import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '#testing/redis/free-port';

const BOOT_MS = 120_000;

/** A tracking server of MLflow that keeps what its artifact proxy takes in a folder. */
export interface MlflowProxy {
  /** Where one file of any name is put and read. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts `mlflow server --serve-artifacts` as its documentation has it, with its own number of processes.
 * @param program the path of `mlflow`, such as that of a virtual environment.
 * @throws Error where it does not come up.
 */
export async function startMlflowProxy(program: string, folder: string): Promise<MlflowProxy> {
  const port = await freePort();
  mkdirSync(join(folder, 'mlflow'));
  const store = ['--backend-store-uri', `sqlite:///${join(folder, 'mlflow.db')}`, '--artifacts-destination', join(folder, 'mlflow')];
  const child = spawn(program, ['server', '--host', '127.0.0.1', '--port', String(port), '--serve-artifacts', ...store], {
    stdio: 'ignore',
    // Its workers are processes of their own, and end with their group.
    detached: true,
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
  });
  const gone = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, 'SIGKILL');
    await gone;
  };
  const root = `http://127.0.0.1:${port}`;
  for (const end = performance.now() + BOOT_MS; ; await delay(200)) {
    const answer = await fetch(`${root}/health`).catch(() => null);
    if (answer?.ok === true) break;
    if (performance.now() > end || child.exitCode !== null) {
      await stop();
      throw new Error(`${program} did not come up`);
    }
  }
  return { url: `${root}/api/2.0/mlflow-artifacts/artifacts/bench/file.bin`, stop };
}
