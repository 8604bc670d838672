import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { builtProgram } from '../child-process/built-program.js';

/** A program of ours in a process of its own, run from its sources or, where there is a build for the tests, from that. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** Everything that it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the first match in what it writes to either stream. @throws with its words where it ends before. */
  waitFor(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with its exit code (or the signal's name) when it has ended. */
  readonly ended: Promise<number | string>;
  /** Sends SIGTERM and waits for the end. */
  stop(): Promise<number | string>;
}

const REGISTER = new URL('../child-process/register-typescript.mjs', import.meta.url).href;
/** What the shell that runs the tests may hold and a program under test must not see. */
const FOREIGN = /^(SLIPWAY_|DATABASE_URL$|REDIS_URL$|PORT$|HOST$|LOG_LEVEL$|NODE_OPTIONS$|VITEST)/;

/**
 * Starts `file` with nothing of ours in its environment but `env`. It is ended with the test process if the test does not.
 * @param prefix a program with its arguments that runs Node, such as `faketime -f +2m`.
 * @param node which Node; that of the tests unless told.
 */
export function runProgram(
  file: URL,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  prefix: readonly string[] = [],
  node: string = process.execPath,
): RunningProgram {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
  const built = builtProgram(file);
  const forSources = built === null && file.pathname.endsWith('.ts') ? ['--conditions=@slipway/source', '--import', REGISTER] : [];
  const [command = node, ...before] = [...prefix, ...(prefix.length === 0 ? [] : [node])];
  const child = fork(fileURLToPath(built ?? file), [...args], {
    execPath: command,
    execArgv: [...before, ...forSources],
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  const look = (): void => watchers.forEach((watcher) => watcher());
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    look();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    look();
  });
  let over = false;
  const ended = once(child, 'close').then(([code, signal]: (number | string | null)[]) => {
    process.off('exit', abandon);
    over = true;
    look();
    return code ?? signal ?? 'unknown';
  });
  const waitFor = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const watcher = (): void => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null && !over) return;
        watchers.delete(watcher);
        if (match === null) reject(new Error(`ended without ${String(pattern)}: ${stdout}${stderr}`));
        else resolve(match);
      };
      watchers.add(watcher);
      watcher();
    });
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    waitFor,
    ended,
    stop: () => {
      if (!over) child.kill('SIGTERM');
      return ended;
    },
  };
}
