import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { randomBytes } from 'node:crypto';

/**
 * Creates the folder that holds the data of the embedded default, if it is missing. Others cannot list it. As root they may pass through
 * (0711), because the database server refuses to run as root and its account must reach its own folder inside; every secret in it is 0600.
 */
export function ensureHome(home: string): void {
  mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}

/** Replaces a file that only its owner can read (0600) as a whole: a reader, or a crash at any moment, sees the old text or the new one. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = writeTemporary(path, text);
  renameSync(temporary, path);
}

/**
 * Returns the text of a private file, creating it with `make()` if it is missing. When several processes create it at the same time all
 * of them return the same text: that of the first.
 */
export function readOrCreatePrivateFile(path: string, make: () => string): { text: string; created: boolean } {
  const existing = readIfPresent(path);
  if (existing !== undefined) return { text: existing, created: false };
  const text = make();
  const temporary = writeTemporary(path, text);
  try {
    linkSync(temporary, path);
    return { text, created: true };
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return { text: readFileSync(path, 'utf8'), created: false };
    // File systems without hard links (exFAT, some network mounts) lose only the protection against two first starts at once.
    renameSync(temporary, path);
    return { text, created: true };
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The text of a file, or undefined if there is none; any other trouble is thrown. */
export function readIfPresent(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Whether an unknown error is a system error with one of these codes (`ENOENT`, ...). */
export function isErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

function writeTemporary(path: string, text: string): string {
  const temporary = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(temporary, 0o600);
  return temporary;
}
