import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { startFile } from '#testing/child-process/built-program';

/** A compiled program of ours in a process of its own. */
export interface ChildProgram {
  readonly process: ChildProcess;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

const DIST = new URL('../../', import.meta.url);
const MANIFEST = new URL('../../../package.json', import.meta.url);

/**
 * Starts the compiled program, as `npm run` does, with nothing of our environment but the path. With BENCH_PROFILE=<folder> it leaves a CPU profile there when it ends.
 */
export function startProgram(program: string, env: Readonly<Record<string, string>>): ChildProgram {
  const folder = process.env['BENCH_PROFILE'];
  const name = `${basename(program, '.js')}-${program.split('/')[1] ?? ''}-${Date.now()}.cpuprofile`;
  const profiled = folder === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', folder, '--cpu-prof-name', name];
  const execArgv = [...startFlags(), ...profiled];
  const child = fork(startFile(DIST, program.replace(/\.js$/, '')), {
    execArgv,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  return {
    process: child,
    stop: async () => {
      process.off('exit', abandon);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Resolves with the first message of a child that `is` recognises. @throws when it ends before. */
export function messageOf<T>(child: ChildProcess, is: (message: unknown) => message is T): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error(`${child.spawnfile} ended (${child.exitCode ?? child.signalCode})`));
    const listen = (message: unknown): void => {
      if (!is(message)) return;
      child.off('message', listen).off('exit', ended);
      resolve(message);
    };
    child.on('message', listen).once('exit', ended);
  });
}

/** What `npm run start:api` gives Node, so that figures are those of processes as an operator starts them; the controls get the same. */
function startFlags(): string[] {
  const { scripts }: { readonly scripts: Readonly<Record<string, string>> } = JSON.parse(readFileSync(MANIFEST, 'utf8'));
  return scripts['start:api']?.match(/--[\w-]+=\S+/g) ?? [];
}
