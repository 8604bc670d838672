import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { BlobKey } from '#application/ports/blob-store';
import { isSameProcessAlive, type ProcessIdentity } from '#platform/embedded-postgres/process-identity';
import { isErrno } from '#platform/files/private-files';
import { keyOfNote, keyOfParts, type BlobLayout } from './blob-layout.js';
import { OWNER_FILE, type IncomingFolder } from './incoming-folder.js';

/** A writer that cannot be seen from here (another machine) touches its unfinished bytes at least this often, or has gone. */
const PART_AGE_MS = 24 * 3_600_000;
/** A note stands from a write to its commit, which transactions limit to ten seconds. */
const NOTE_AGE_MS = 600_000;
/** The same where the writer was killed: the database may still be at its last commit. */
const ORPHANED_NOTE_AGE_MS = 15_000;

const OWNER = z.object({ pid: z.number(), place: z.string(), started: z.string() });

/** Clears what writers have left; what may still be wanted by one that runs is left alone. @returns how many files were removed. */
export async function sweepIncoming(
  layout: BlobLayout,
  own: IncomingFolder,
  isReferred: (key: BlobKey) => Promise<boolean>,
): Promise<number> {
  let removed = 0;
  for (const instance of await list(layout.incoming)) {
    const folder = join(layout.incoming, instance);
    const gone = folder !== own.path && (await ownerIsGone(folder));
    for (const name of await list(folder)) removed += await sweepFile(layout, join(folder, name), name, gone, isReferred);
    if (gone && (await list(folder)).every((name) => name === OWNER_FILE)) await rm(folder, { recursive: true, force: true });
  }
  return removed + (await sweepUploads(layout, isReferred));
}

/** Parts of uploads that the database does not know; the row is written before the folder is made, so age is only for clocks. */
async function sweepUploads(layout: BlobLayout, isReferred: (key: BlobKey) => Promise<boolean>): Promise<number> {
  let removed = 0;
  for (const name of await list(layout.uploads)) {
    const key = keyOfParts(name);
    const folder = join(layout.uploads, name);
    if (key === undefined || !(await isOlder(folder, NOTE_AGE_MS)) || (await isReferred(key))) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

async function sweepFile(
  layout: BlobLayout,
  path: string,
  name: string,
  gone: boolean,
  isReferred: (key: BlobKey) => Promise<boolean>,
): Promise<number> {
  const key = keyOfNote(name);
  if (key === undefined) {
    if (!name.endsWith('.part') || !(gone || (await isOlder(path, PART_AGE_MS)))) return 0;
    await rm(path, { force: true });
    return 1;
  }
  if (!(await isOlder(path, gone ? ORPHANED_NOTE_AGE_MS : NOTE_AGE_MS))) return 0;
  const referred = await isReferred(key);
  if (!referred) await rm(layout.fileOf(key), { recursive: true, force: true });
  await rm(path, { force: true });
  return referred ? 0 : 1;
}

async function ownerIsGone(folder: string): Promise<boolean> {
  const owner = await ownerOf(folder);
  return owner !== undefined && isSameProcessAlive(owner) === false;
}

async function ownerOf(folder: string): Promise<ProcessIdentity | undefined> {
  try {
    return OWNER.parse(JSON.parse(await readFile(join(folder, OWNER_FILE), 'utf8')));
  } catch {
    // Killed while it was being written, or just being made: its age decides.
    return undefined;
  }
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > ms;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return false;
    throw error;
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
