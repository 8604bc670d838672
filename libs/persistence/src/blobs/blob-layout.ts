import { join } from 'node:path';
import type { BlobKey } from '#application/ports/blob-store';

/**
 * Where things lie under the root:
 *   blobs/<workspace>/<two characters>/<blob id>     the bytes: a file, or a folder of the parts in which they came
 *   uploads/<workspace>.<blob id>/<part>             parts that have arrived
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

  get blobs(): string {
    return join(this.root, 'blobs');
  }

  get uploads(): string {
    return join(this.root, 'uploads');
  }

  /** The folder of the parts that have arrived; gone once they have become the blob. */
  partsOf(key: BlobKey): string {
    return join(this.uploads, `${part(key.workspace)}.${part(key.id)}`);
  }

  folderOf(key: BlobKey): string {
    // The last characters of an id are random, the first are its time.
    return join(this.blobs, part(key.workspace), part(key.id).slice(-2).toLowerCase());
  }

  fileOf(key: BlobKey): string {
    return join(this.folderOf(key), part(key.id));
  }
}

/** The name of a key inside an instance's folder. */
export function noteName(key: BlobKey): string {
  return `${part(key.workspace)}.${part(key.id)}.note`;
}

/** The name of a key's unfinished bytes inside an instance's folder; `which` tells several writers of one key apart. */
export function partName(key: BlobKey, which?: string): string {
  return `${part(key.workspace)}.${part(key.id)}${which === undefined ? '' : `.${part(which)}`}.part`;
}

/** The key that a note is about, or undefined for another file. */
export function keyOfNote(name: string): BlobKey | undefined {
  const [, workspace, id] = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.note$/.exec(name) ?? [];
  return workspace === undefined || id === undefined ? undefined : { workspace, id };
}

/** The key that a folder of parts belongs to, or undefined for another name. */
export function keyOfParts(name: string): BlobKey | undefined {
  const [, workspace, id] = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(name) ?? [];
  return workspace === undefined || id === undefined ? undefined : { workspace, id };
}

/** Keys are made by us; this keeps a mistake there from becoming a path. */
function part(text: string): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(text)) throw new Error('a blob key has only letters, digits, - and _');
  return text;
}
