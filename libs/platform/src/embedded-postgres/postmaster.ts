import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { readIfPresent } from '../files/private-files.js';
import { EmbeddedPostgresError } from './already-running-error.js';
import { runProgram, spawnOptions } from './initialize-cluster.js';
import type { NativeBinaries } from './native-binaries.js';
import { commandLine, isAlive } from './process-identity.js';
import type { ClusterPlace } from './server-account.js';

/** A fast shutdown writes one checkpoint; after this long we stop asking politely (recovery makes an immediate shutdown safe). */
const FAST_SHUTDOWN_MS = 20_000;
/** Recovery after a crash may replay a gigabyte of log. */
const START_MS = 60_000;

/** How the server was asked to run. */
export interface PostmasterOptions {
  readonly port: number;
  /** Trades durability for speed, for tests only. */
  readonly fast: boolean;
  readonly onLine: (line: string) => void;
}

/** A server process of ours. */
export interface Postmaster {
  readonly pid: number;
  /** Resolves with words for how it ended, whoever ended it. */
  readonly ended: Promise<string>;
  /** Asks every session to end and waits until the server is gone. */
  stop(): Promise<void>;
  /** Asks for a fast shutdown without waiting, for an exit handler. */
  stopSoon(): void;
}

/**
 * Starts the server and waits until it accepts connections.
 * @throws {EmbeddedPostgresError} with the server's last words.
 */
export async function startPostmaster(
  binaries: NativeBinaries,
  place: ClusterPlace,
  data: string,
  options: PostmasterOptions,
): Promise<Postmaster> {
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'off',
    log_destination: 'stderr',
    ...(options.fast ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A group of its own: Ctrl+C in the terminal must reach us alone, so that requests are finished before the database goes.
  const child = spawn(binaries.postgres, ['-D', data, ...flags], {
    ...spawnOptions(place),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const tail: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    tail.push(line);
    if (tail.length > 20) tail.shift();
    options.onLine(line);
  });
  const ended = endOf(child);
  let end: string | undefined;
  void ended.then((words) => (end = words));
  const pidFile = join(data, 'postmaster.pid');
  for (const deadline = Date.now() + START_MS; ; await delay(20)) {
    if (end !== undefined) throw new EmbeddedPostgresError(`The embedded PostgreSQL did not start (${end}): ${tail.join('\n')}`);
    if (child.pid !== undefined && parsePidFile(pidFile)?.pid === child.pid && parsePidFile(pidFile)?.ready === true) break;
    if (Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw new EmbeddedPostgresError(`The embedded PostgreSQL was not ready after ${START_MS / 1000} s: ${tail.join('\n')}`);
    }
  }
  // From here on the server alone keeps no program from ending; `stop` waits for it all the same.
  child.unref();
  const { pid } = child;
  const stopSoon = (): void => void (end === undefined && (process.platform === 'win32' ? child.kill() : child.kill('SIGINT')));
  return {
    pid,
    ended,
    stopSoon,
    stop: async () => {
      if (end !== undefined) return;
      child.ref();
      await stopByPid(binaries, place, data, pid);
      await ended;
    },
  };
}

/**
 * Ends a server that outlived a killed Slipway, and removes a pid file whose server is gone. PostgreSQL checks the number only, so a file
 * left by a power loss would stop it from starting when another program has that number now; and that program must not be signalled.
 * Only to be called while holding the lock of the home.
 */
export async function stopLeftover(binaries: NativeBinaries, place: ClusterPlace, data: string): Promise<'none' | 'stopped'> {
  const pidFile = join(data, 'postmaster.pid');
  const left = parsePidFile(pidFile);
  if (left === undefined) return 'none';
  if (isAlive(left.pid) && isServer(left.pid, data)) {
    await stopByPid(binaries, place, data, left.pid);
    return 'stopped';
  }
  rmSync(pidFile, { force: true });
  return 'none';
}

function isServer(pid: number, data: string): boolean {
  const command = commandLine(pid);
  return process.platform === 'win32' ? command.includes('postgres') : command.includes(data);
}

async function stopByPid(binaries: NativeBinaries, place: ClusterPlace, data: string, pid: number): Promise<void> {
  if (process.platform === 'win32') {
    await runProgram(binaries.pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', String(FAST_SHUTDOWN_MS / 1000)], place);
    return;
  }
  signal(pid, 'SIGINT');
  if (await goneWithin(pid, data, FAST_SHUTDOWN_MS)) return;
  signal(pid, 'SIGQUIT');
  if (await goneWithin(pid, data, FAST_SHUTDOWN_MS)) return;
  throw new EmbeddedPostgresError(
    `The PostgreSQL server ${pid} on ${data} does not stop. End it by hand (kill -9 ${pid}) and start again.`,
  );
}

async function goneWithin(pid: number, data: string, milliseconds: number): Promise<boolean> {
  for (const deadline = Date.now() + milliseconds; Date.now() < deadline; await delay(20)) {
    // The pid file goes last but for the process; without it the number may soon mean another program.
    if (!isAlive(pid) || (!existsSync(join(data, 'postmaster.pid')) && !isServer(pid, data))) return true;
  }
  return false;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in this very moment.
  }
}

/** Line 1 is the pid, line 8 the state (`ready`, `starting`), see PostgreSQL's `utils/pidfile.h`. */
function parsePidFile(path: string): { pid: number; ready: boolean } | undefined {
  const lines = readIfPresent(path)?.split('\n');
  const pid = Number(lines?.[0]);
  return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines?.[7]?.trim() === 'ready' } : undefined;
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, name) => resolve(name === null ? `exit code ${code}` : `signal ${name}`));
  });
}
