import { spawn } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './already-running-error.js';
import type { NativeBinaries } from './native-binaries.js';
import type { ClusterPlace } from './server-account.js';

/** Superuser of the embedded database; Slipway itself connects as SERVICE_ROLE, which is none, as on a database that is given. */
export const SUPERUSER = 'postgres';
export const SERVICE_ROLE = 'slipway';

/**
 * Makes the database files if they are not there: UTF-8, C locale, passwords only (scram-sha-256). A first start that is killed halfway
 * leaves nothing that a later one could mistake for a database.
 * @throws {EmbeddedPostgresError} with initdb's words, or if the files are of another major version.
 */
export async function initializeCluster(binaries: NativeBinaries, place: ClusterPlace, password: string, fast: boolean): Promise<string> {
  const data = join(place.folder, 'data');
  if (existsSync(data)) {
    checkVersion(data, binaries);
    return data;
  }
  const partial = join(place.folder, 'data.partial');
  const passwordFile = join(place.folder, 'initdb-password');
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (place.account !== undefined) chownSync(passwordFile, place.account.uid, place.account.gid);
  try {
    await runProgram(
      binaries.initdb,
      [
        `--pgdata=${partial}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--locale=C',
        '--encoding=UTF8',
        ...(fast ? ['--no-sync'] : []),
      ],
      place,
    );
    renameSync(partial, data);
    return data;
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(partial, { recursive: true, force: true });
  }
}

/** Runs one of PostgreSQL's programs as the server's account; resolves when it ends well. */
export function runProgram(program: string, args: string[], place: ClusterPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnOptions(place), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => reject(new EmbeddedPostgresError(`${program} cannot be started: ${error.message}`, { cause: error })));
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new EmbeddedPostgresError(`${program} failed (${signal ?? `exit code ${code}`}): ${output.trim()}`));
    });
  });
}

/** How PostgreSQL's programs are started: as the server's account, in its folder, and with nothing of our environment that is secret. */
export function spawnOptions(place: ClusterPlace): { cwd: string; env: NodeJS.ProcessEnv; windowsHide: true; uid?: number; gid?: number } {
  const passed = ['PATH', 'Path', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'SYSTEMROOT', 'windir', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of passed) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  const account = place.account === undefined ? {} : { uid: place.account.uid, gid: place.account.gid };
  return { cwd: place.folder, env, windowsHide: true, ...account };
}

function checkVersion(data: string, binaries: NativeBinaries): void {
  const found = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const ours = binaries.version.split('.')[0];
  if (found === ours) return;
  throw new EmbeddedPostgresError(
    `The database in ${data} was made by PostgreSQL ${found}, and this version of Slipway brings PostgreSQL ${ours ?? '?'}. Start the Slipway that made it ` +
      'and copy the data with pg_dump, or choose another SLIPWAY_HOME.',
  );
}
