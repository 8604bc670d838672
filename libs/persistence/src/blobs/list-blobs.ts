import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject, StoredObjectPage } from '#application/ports/blob-store';
import { isErrno } from '#platform/files/private-files';
import { partOfName } from './part-name.js';

/**
 * The blobs under a folder `<workspace>/<two characters>/<blob id>`, in the order of these names. `after` is `<workspace>/<two>/<id>`.
 */
export async function listBlobs(folder: string, after: string | null, limit: number): Promise<StoredObjectPage> {
  const [workspaceAfter = '', twoAfter = '', idAfter = ''] = (after ?? '').split('/');
  const objects: StoredObject[] = [];
  for (const workspace of await namesFrom(folder, workspaceAfter)) {
    const inWorkspace = workspace === workspaceAfter;
    for (const two of await namesFrom(join(folder, workspace), inWorkspace ? twoAfter : '')) {
      const path = join(folder, workspace, two);
      const known = inWorkspace && two === twoAfter ? idAfter : '';
      for (const id of (await namesFrom(path, known)).filter((name) => name !== known)) {
        const found = await describe(join(path, id));
        if (found === null) continue;
        objects.push({ key: { workspace, id }, ...found });
        if (objects.length === limit) return { objects, next: `${workspace}/${two}/${id}` };
      }
    }
  }
  return { objects, next: null };
}

/** Null for one that was removed meanwhile. */
async function describe(path: string): Promise<Pick<StoredObject, 'size' | 'modifiedAt'> | null> {
  try {
    const found = await stat(path);
    const modifiedAt = found.mtime;
    if (!found.isDirectory()) return { size: found.size, modifiedAt };
    const parts = (await readdir(path)).flatMap((name) => partOfName(name) ?? []);
    return { size: parts.reduce((sum, part) => sum + part.size, 0), modifiedAt };
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return null;
    throw error;
  }
}

async function namesFrom(folder: string, first: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name >= first).sort();
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
