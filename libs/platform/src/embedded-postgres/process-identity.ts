import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Tells one process from every other, also from a later one that was given the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Machine and, on Linux, pid namespace: the place in which `pid` means something. */
  readonly place: string;
  /** When the process started, in whatever form the system tells it; empty where it does not. */
  readonly started: string;
}

/** The identity of a process of this machine, or of ourselves. */
export function processIdentity(pid: number = process.pid): ProcessIdentity {
  return { pid, place: place(), started: startOf(pid) };
}

/** Whether a process with this number exists, ours or not. A zombie has ended: it counts as gone. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return linuxStat(pid)?.state !== 'Z';
}

/** Whether exactly this process still runs; undefined where that cannot be seen from here (another machine or container). */
export function isSameProcessAlive(identity: ProcessIdentity): boolean | undefined {
  if (identity.place !== place()) return undefined;
  return isAlive(identity.pid) && startOf(identity.pid) === identity.started;
}

/** The command line of a process, or '' if it is gone or the system does not tell. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (process.platform === 'win32') return run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']);
    return run('ps', ['-o', 'command=', '-p', String(pid)]);
  } catch {
    return '';
  }
}

function place(): string {
  if (process.platform !== 'linux') return hostname();
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return hostname();
  }
}

function startOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${linuxStat(pid)?.started ?? ''}`;
    if (process.platform === 'win32') return '';
    return run('ps', ['-o', 'lstart=', '-p', String(pid)]).trim();
  } catch {
    return '';
  }
}

/** State and start time (clock ticks since boot) from /proc/<pid>/stat; the name before them may hold anything, so it is cut off first. */
function linuxStat(pid: number): { state: string; started: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

function run(command: string, args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C' } });
}
