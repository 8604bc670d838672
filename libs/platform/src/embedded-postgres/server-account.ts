import { createHash } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { isErrno } from '../files/private-files.js';
import { EmbeddedPostgresError } from './already-running-error.js';

/** The account that the database server runs as; undefined is our own. PostgreSQL refuses to run as root. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** `nobody` on most systems; used when /etc/passwd has no `postgres`. */
const NOBODY: ServerAccount = { uid: 65_534, gid: 65_534, name: 'nobody' };

/** Our own account (undefined), or as root that of an existing `postgres` user, else `nobody`. No user is ever created. */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  let passwd = '';
  try {
    passwd = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return NOBODY;
  }
  const [name, , uid, gid] =
    passwd
      .split('\n')
      .find((line) => line.startsWith('postgres:'))
      ?.split(':') ?? [];
  const account = { uid: Number(uid), gid: Number(gid), name: name ?? '' };
  return account.uid > 0 && account.gid > 0 ? account : NOBODY;
}

/** Whether the account may pass through every folder on the way to `path`, and into it. What does not exist yet counts as fine. */
export function canReach(path: string, account: ServerAccount): boolean {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (!mayEnter(folder, account)) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Where the database is, and who runs its server. */
export interface ClusterPlace {
  readonly folder: string;
  readonly account: ServerAccount | undefined;
}

/**
 * Chooses and creates the folder for the database of `home`: `home/postgres`, or where the server's account cannot reach that, a folder of
 * its own under /var/lib, else under the temporary folder; the same one for the same home. Its owner is the server's account; a database
 * that an ordinary user made is served as that user, also when root starts it.
 */
export function prepareClusterFolder(home: string, account: ServerAccount | undefined): ClusterPlace {
  const own = join(home, 'postgres');
  const owner = ownerOf(own);
  if (account === undefined) {
    if (owner !== undefined && owner.uid !== process.getuid?.() && process.platform !== 'win32') {
      throw new EmbeddedPostgresError(
        `The database in ${own} belongs to another account (uid ${owner.uid}), probably because Slipway was first started as root. ` +
          'Start it as root again, or choose another SLIPWAY_HOME.',
      );
    }
    mkdirSync(own, { recursive: true, mode: 0o700 });
    return { folder: own, account };
  }
  if (owner !== undefined && owner.uid !== 0 && canReach(own, owner)) return { folder: own, account: owner };
  for (const folder of [own, ...foldersElsewhere(home)]) {
    if (!canReach(folder, account)) continue;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch (error) {
      if (isErrno(error, 'EROFS', 'EACCES', 'EPERM')) continue;
      throw error;
    }
    // A stranger may have made the guessable folder under the temporary folder before us: never trust it with data.
    const uid = ownerOf(folder)?.uid;
    if (uid !== 0 && uid !== account.uid) continue;
    chownSync(folder, account.uid, account.gid);
    return { folder, account };
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run as root, and the account ${account.name} (uid ${account.uid}) can reach no folder for its data. Start Slipway as an ` +
      `ordinary user, set SLIPWAY_HOME to a folder that ${account.name} can reach, or use a database of your own by DATABASE_URL.`,
  );
}

/** Whether there are database files of `home`, as far as we may look. Makes nothing. */
export function hasCluster(home: string, account: ServerAccount | undefined): boolean {
  return [join(home, 'postgres'), ...(account === undefined ? [] : foldersElsewhere(home))].some((folder) => {
    try {
      return statSync(join(folder, 'data')).isDirectory();
    } catch (error) {
      // What another account keeps from us is there: starting it says whose it is.
      return !isErrno(error, 'ENOENT', 'ENOTDIR');
    }
  });
}

/** Where the database of a home is that the server's account cannot reach; the same for the same home. */
function foldersElsewhere(home: string): readonly string[] {
  const name = `slipway-${createHash('sha256').update(resolve(home)).digest('hex').slice(0, 12)}`;
  return [join('/var/lib', name), join(tmpdir(), name)];
}

function ownerOf(folder: string): ServerAccount | undefined {
  try {
    const { uid, gid } = statSync(folder);
    return { uid, gid, name: `uid ${uid}` };
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function mayEnter(folder: string, account: ServerAccount): boolean {
  try {
    const { mode, uid, gid } = statSync(folder);
    const bits = uid === account.uid ? mode >> 6 : gid === account.gid ? mode >> 3 : mode;
    return (bits & 1) === 1;
  } catch (error) {
    return isErrno(error, 'ENOENT');
  }
}
