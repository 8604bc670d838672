import { join } from 'node:path';
import type { BlobKey } from '#application/ports/blob-store';

/**
 * Where things lie under the root:
 *   blobs/<workspace>/<two characters>/<blob id>     the bytes
 *   incoming/<instance>/owner.json                   which process writes here
 *   incoming/<instance>/<workspace>.<blob id>.part   bytes that are still being written
 *   incoming/<instance>/<workspace>.<blob id>.note   a blob whose fate the database decides
 */
export class BlobLayout {
  constructor(readonly root: string) {}

  /** There as long as the root is the place that we once prepared, and not an empty mount point. */
  get marker(): string {
    return join(this.root, 'slipway-artifacts');
  }

  get incoming(): string {
    return join(this.root, 'incoming');
  }

  folderOf(key: BlobKey): string {
    // The last characters of an id are random, the first are its time.
    return join(this.root, 'blobs', part(key.workspace), part(key.id).slice(-2).toLowerCase());
  }

  fileOf(key: BlobKey): string {
    return join(this.folderOf(key), part(key.id));
  }
}

/** The name of a key inside an instance's folder. */
export function noteName(key: BlobKey): string {
  return `${part(key.workspace)}.${part(key.id)}.note`;
}

/** The name of a key's unfinished bytes inside an instance's folder. */
export function partName(key: BlobKey): string {
  return `${part(key.workspace)}.${part(key.id)}.part`;
}

/** The key that a note is about, or undefined for another file. */
export function keyOfNote(name: string): BlobKey | undefined {
  const [, workspace, id] = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.note$/.exec(name) ?? [];
  return workspace === undefined || id === undefined ? undefined : { workspace, id };
}

/** Keys are made by us; this keeps a mistake there from becoming a path. */
function part(text: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(text)) throw new Error('a blob key has only letters, digits, - and _');
  return text;
}
