import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NotAsToldError } from './told.js';

/** A program of this repository that the story runs beside itself. */
export interface ChildProgram {
  /** The first line that answered to what was waited for. */
  readonly greeting: string;
  /** Asks it to end and waits for that. @returns what it wrote to standard error. */
  stop(): Promise<string>;
}

export interface ChildProgramOptions {
  /** Seen from this folder, without its ending: it is `.js` in a build and `.ts` in the sources. */
  readonly program: string;
  readonly arguments?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** How it is asked to end; Windows knows no signals, and there `signal` ends it at once. */
  readonly stopBy: 'signal' | 'disconnect';
  /** True for the line that says that it is ready. */
  readonly isGreeting: (line: string) => boolean;
  readonly timeoutMs: number;
}

/** How long a program may take to end by itself. */
const STOP_MS = 30_000;

/**
 * Starts a program and waits for its greeting on standard output.
 * @throws {NotAsToldError} with its last words where it ends or is silent instead.
 */
export async function startProgram(options: ChildProgramOptions): Promise<ChildProgram> {
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const file = fileURLToPath(new URL(`${options.program}${ending}`, import.meta.url));
  const child = fork(file, [...(options.arguments ?? [])], { env: options.env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const abandon = (): void => void child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-20_000)));
  const greeting = await greetingOf(child, options, () => errors);
  return {
    greeting,
    stop: async () => {
      await end(child, options.stopBy);
      return errors;
    },
  };
}

function greetingOf(child: ChildProcess, options: ChildProgramOptions, errors: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new NotAsToldError(`${options.program} ${why}. Its last words: ${errors().trim() || lines.slice(-5).join(' | ') || 'none'}`));
    };
    const lines: string[] = [];
    const timer = setTimeout(() => fail(`was not ready after ${options.timeoutMs / 1000} s`), options.timeoutMs);
    const onExit = (code: number | null): void => {
      clearTimeout(timer);
      fail(`ended with exit code ${code}`);
    };
    child.once('exit', onExit);
    if (child.stdout === null) return fail('has no standard output');
    // Read to the end, also after the greeting: a full pipe would halt the program.
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      if (!options.isGreeting(line)) return;
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve(line);
    });
  });
}

async function end(child: ChildProcess, stopBy: ChildProgramOptions['stopBy']): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  if (stopBy === 'signal') child.kill('SIGTERM');
  else if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
}
