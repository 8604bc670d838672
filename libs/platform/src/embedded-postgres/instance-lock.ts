import { renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isErrno, readIfPresent } from '../files/private-files.js';
import { AlreadyRunningError } from './already-running-error.js';
import { isSameProcessAlive, processIdentity, type ProcessIdentity } from './process-identity.js';

/** How often the holder touches its file, so that a process in another container can see that it lives. */
const BEAT_MS = 2_000;
/** How long the file of an invisible holder must stay untouched until it counts as dead: three beats. */
const SILENCE_MS = 6_500;
/** A lock that was created, but whose content is not written yet, is read again this often. */
const READ_TRIES = 20;

/** A held lock. */
export interface InstanceLock {
  /** Gives the lock back; may be called more than once, and from an exit handler. */
  release(): void;
}

/**
 * Makes this process the only one that uses `home`, by a file with its pid and start time. A dead holder's lock is taken over at once
 * (kill -9, power loss, a number used again by another program); one held in another container or machine that shares the folder when
 * its file has not been touched for 6.5 seconds.
 * @throws {AlreadyRunningError} while the holder lives.
 */
export async function acquireInstanceLock(path: string, home: string): Promise<InstanceLock> {
  const content = JSON.stringify({ ...processIdentity(), nonce: randomBytes(8).toString('hex') });
  for (;;) {
    try {
      writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
      return hold(path, content);
    } catch (error) {
      if (!isErrno(error, 'EEXIST')) throw error;
    }
    const held = await readHolder(path);
    if (held === undefined) continue;
    if (held.holder !== undefined && (await lives(path, held.holder))) throw new AlreadyRunningError(held.holder.pid, home);
    removeDead(path, held.text);
  }
}

/** The lock of a home. */
export function instanceLockFile(home: string): string {
  return join(home, 'slipway.lock');
}

/**
 * Makes sure that nobody uses this home right now.
 * @throws {AlreadyRunningError} while another process does.
 */
export async function ensureNotRunning(home: string): Promise<void> {
  (await acquireInstanceLock(instanceLockFile(home), home)).release();
}

function hold(path: string, content: string): InstanceLock {
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // The file is gone with its folder: there is nothing left to hold.
    }
  }, BEAT_MS);
  beat.unref();
  const release = (): void => {
    clearInterval(beat);
    process.off('exit', release);
    if (readIfPresent(path) === content) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return { release };
}

async function readHolder(path: string): Promise<{ text: string; holder: ProcessIdentity | undefined } | undefined> {
  let text: string | undefined;
  for (let attempt = 0; attempt < READ_TRIES; attempt += 1) {
    text = readIfPresent(path);
    if (text === undefined) return undefined;
    const holder = parseHolder(text);
    if (holder !== undefined) return { text, holder };
    await delay(50);
  }
  return text === undefined ? undefined : { text, holder: undefined };
}

function parseHolder(text: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, place, started } = value as Record<string, unknown>;
    return typeof pid === 'number' && typeof place === 'string' && typeof started === 'string' ? { pid, place, started } : undefined;
  } catch {
    return undefined;
  }
}

async function lives(path: string, holder: ProcessIdentity): Promise<boolean> {
  const seen = isSameProcessAlive(holder);
  if (seen !== undefined) return seen;
  const before = touched(path);
  if (Date.now() - before > 10 * SILENCE_MS) return false;
  const end = Date.now() + SILENCE_MS;
  while (Date.now() < end) {
    await delay(250);
    if (touched(path) !== before) return true;
  }
  return false;
}

function touched(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** Renames first and looks then: of two processes that saw the same dead holder, the slower one must not remove the faster one's lock. */
function removeDead(path: string, deadText: string): void {
  const aside = `${path}.${randomBytes(4).toString('hex')}.dead`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return;
    throw error;
  }
  if (readIfPresent(aside) !== deadText) {
    renameSync(aside, path);
    return;
  }
  rmSync(aside, { force: true });
}
