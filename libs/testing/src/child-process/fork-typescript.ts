import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { builtProgram } from './built-program.js';

/** Runs a TypeScript file of ours in a Node process of its own (no build needed), for tests that kill processes. The caller ends it. */
export function forkTypescript(file: URL, args: readonly string[]): ChildProcess {
  const register = new URL('./register-typescript.mjs', import.meta.url);
  const built = builtProgram(file);
  const child = fork(fileURLToPath(built ?? file), args, {
    execArgv: built === null ? ['--conditions=@slipway/source', '--import', register.href] : [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return child;
}
