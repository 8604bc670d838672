import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** Something whose CPU is measured beside the calls. */
export interface Watched {
  readonly name: string;
  /** CPU that it has used so far, microseconds. */
  cpu(): number;
}

/** The kernel counts in ticks of this length, microseconds (USER_HZ is 100 on every Linux that Node runs on). */
const TICK_US = 10_000;

/** CPU of processes, named as one. Linux only. */
export function processes(name: string, pids: readonly number[]): Watched {
  return { name, cpu: () => pids.reduce((sum, pid) => sum + own(pid), 0) };
}

/** CPU of the server behind a pool and of all its children, also of those that have ended. Linux only. */
export async function postgres(pool: pg.Pool): Promise<Watched> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const pid = stat(rows[0]?.pid ?? 0)[1] ?? 0;
  return { name: 'Postgres', cpu: () => ended(pid) + childrenOf(pid).reduce((sum, child) => sum + own(child), own(pid)) };
}

function own(pid: number): number {
  const fields = stat(pid);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) * TICK_US;
}

function ended(pid: number): number {
  const fields = stat(pid);
  return ((fields[13] ?? 0) + (fields[14] ?? 0)) * TICK_US;
}

/** proc_pid_stat(5) from the state on: 1 is the parent, 11 to 14 are utime, stime, cutime and cstime. Empty for a process that is gone. */
function stat(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold spaces.
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return [];
  }
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((child) => child !== '')
      .map(Number),
  );
}
