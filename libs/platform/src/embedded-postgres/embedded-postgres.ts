import { randomBytes } from 'node:crypto';
import { chownSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ensureHome, readIfPresent, readOrCreatePrivateFile, writePrivateFile } from '../files/private-files.js';
import { EmbeddedPostgresError } from './already-running-error.js';
import { initializeCluster, SERVICE_ROLE, SUPERUSER } from './initialize-cluster.js';
import { acquireInstanceLock, instanceLockFile, type InstanceLock } from './instance-lock.js';
import { copyBinaries, findNativeBinaries, type NativeBinaries } from './native-binaries.js';
import { startPostmaster, stopLeftover, type Postmaster } from './postmaster.js';
import { canReach, prepareClusterFolder, serverAccount, type ClusterPlace } from './server-account.js';

/** The database that Slipway uses on the embedded server. */
const DATABASE = 'slipway';
/** Processes of a killed server let go of its shared memory within moments. */
const RETRY_MS = 15_000;

/** Where the embedded server's messages go; Nest's and pino's loggers fit. */
export interface EmbeddedPostgresLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedPostgresOptions {
  /** SLIPWAY_HOME. */
  readonly home: string;
  readonly log: EmbeddedPostgresLog;
  /** Loopback port; without it that of the last time, or a free one. */
  readonly port?: number;
  /** For tests: a crash of the machine may lose everything, and nothing waits for the disk. */
  readonly fast?: boolean;
  /** Called once if the server ends without having been asked to. */
  readonly onUnexpectedExit?: (error: EmbeddedPostgresError) => void;
}

/** A running embedded server. */
export interface EmbeddedPostgres {
  /** Of the service role, which owns the database and is no superuser. */
  readonly url: string;
  readonly pid: number;
  /** Absolute path of the database files. */
  readonly data: string;
  /** Fast shutdown: open sessions are ended, everything committed is kept. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the binaries that npm brought, on loopback TCP with a random password, creating files, role and database on first
 * use. As root the server runs as `postgres` or `nobody`. Survives kill -9 of Node and of the server: what is left over is ended or
 * cleaned up first. The server also ends when this process exits without calling `stop`.
 * @throws {AlreadyRunningError} while another process uses this home.
 * @throws {EmbeddedPostgresError} when it cannot run here, with what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  ensureHome(options.home);
  const lock = await acquireInstanceLock(instanceLockFile(options.home), options.home);
  try {
    return await startLocked(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startLocked(options: EmbeddedPostgresOptions, lock: InstanceLock): Promise<EmbeddedPostgres> {
  const place = prepareClusterFolder(options.home, serverAccount());
  const binaries = reachableBinaries(findNativeBinaries(), place);
  sayWhere(options, place);
  const password = readOrCreatePrivateFile(join(place.folder, 'password'), () => randomBytes(24).toString('base64url')).text.trim();
  const data = await initializeCluster(binaries, place, password, options.fast ?? false);
  if ((await stopLeftover(binaries, place, data)) === 'stopped') {
    options.log.warn('Stopped a database server that an earlier Slipway left running.');
  }
  const portFile = join(place.folder, 'port');
  const { postmaster, port } = await startOnSomePort(binaries, place, data, options, Number(readIfPresent(portFile)));
  try {
    writePrivateFile(portFile, String(port));
    // Whoever owns the database may start it the next time, without being root.
    if (place.account !== undefined) chownSync(portFile, place.account.uid, place.account.gid);
    await ensureDatabase(port, password);
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
  return supervise(postmaster, lock, options, { url: urlOf(SERVICE_ROLE, password, port, DATABASE), data });
}

function supervise(
  postmaster: Postmaster,
  lock: InstanceLock,
  options: EmbeddedPostgresOptions,
  facts: Pick<EmbeddedPostgres, 'url' | 'data'>,
): EmbeddedPostgres {
  let stopping: Promise<void> | undefined;
  const onExit = (): void => postmaster.stopSoon();
  process.on('exit', onExit);
  void postmaster.ended.then((how) => {
    process.off('exit', onExit);
    if (stopping === undefined) {
      lock.release();
      options.onUnexpectedExit?.(new EmbeddedPostgresError(`The embedded PostgreSQL ended unexpectedly (${how}).`));
    }
  });
  const stop = async (): Promise<void> => {
    try {
      await postmaster.stop();
    } finally {
      lock.release();
    }
  };
  return { ...facts, pid: postmaster.pid, stop: () => (stopping ??= stop()) };
}

async function startOnSomePort(
  binaries: NativeBinaries,
  place: ClusterPlace,
  data: string,
  options: EmbeddedPostgresOptions,
  lastPort: number,
): Promise<{ postmaster: Postmaster; port: number }> {
  const onLine = (line: string): void => {
    // Severities below WARNING are the server's diary; nobody reads it while all is well.
    if (/\b(WARNING|ERROR|FATAL|PANIC):/.test(line) && !/terminating .*administrator command|is starting up/.test(line))
      options.log.warn(`postgres: ${line}`);
  };
  for (const deadline = Date.now() + RETRY_MS; ; await delay(200)) {
    const port = options.port ?? (await freePort(lastPort));
    try {
      const postmaster = await startPostmaster(binaries, place, data, { port, fast: options.fast ?? false, onLine });
      return { postmaster, port };
    } catch (error) {
      const words = error instanceof Error ? error.message : '';
      if (options.port !== undefined && words.includes('could not bind')) {
        throw new EmbeddedPostgresError(`Port ${port} for the embedded PostgreSQL is in use by another program.`, { cause: error });
      }
      const passing = /could not bind|pre-existing shared memory block|lock file "[^"]*" already exists/.test(words);
      if (!passing || Date.now() > deadline) throw error;
    }
  }
}

/** Role and database are made again if they are missing, so that a first start killed at any point is mended by the next. */
async function ensureDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(SUPERUSER, password, port, 'postgres') });
  await client.connect();
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    if (role.rowCount === 0) await client.query(`CREATE ROLE ${SERVICE_ROLE} LOGIN CREATEDB`);
    await client.query(`ALTER ROLE ${SERVICE_ROLE} PASSWORD ${client.escapeLiteral(password)}`);
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (database.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER ${SERVICE_ROLE}`);
  } catch (error) {
    throw new EmbeddedPostgresError('The embedded PostgreSQL started, but its database cannot be prepared.', { cause: error });
  } finally {
    await client.end();
  }
}

function reachableBinaries(binaries: NativeBinaries, place: ClusterPlace): NativeBinaries {
  return place.account === undefined || canReach(binaries.folder, place.account) ? binaries : copyBinaries(binaries, place.folder);
}

function sayWhere(options: EmbeddedPostgresOptions, place: ClusterPlace): void {
  if (place.folder === join(options.home, 'postgres')) return;
  options.log.warn(
    `The database is in ${place.folder}, because its account ${place.account?.name ?? ''} cannot reach ${options.home} (PostgreSQL does not run as root).`,
  );
}

function urlOf(user: string, password: string, port: number, database: string): string {
  return `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** The preferred port if it is free, else one that the system chooses. Another program may still be faster: the caller tries again. */
function freePort(preferred: number): Promise<number> {
  const wanted = Number.isInteger(preferred) && preferred > 1024 && preferred < 65_536 ? preferred : 0;
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wanted === 0 ? reject(error) : resolve(freePort(0))));
    server.listen(wanted, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
