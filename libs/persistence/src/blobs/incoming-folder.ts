import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobKey } from '#application/ports/blob-store';
import { processIdentity } from '#platform/embedded-postgres/process-identity';
import { noteName, partName, type BlobLayout } from './blob-layout.js';

/** The name of the file that says whose folder it is. */
export const OWNER_FILE = 'owner.json';

/** The folder of one process for what it has begun, so that others can tell what was left by one that no longer runs. */
export class IncomingFolder {
  readonly path: string;
  private made: Promise<void> | undefined;

  constructor(layout: BlobLayout) {
    this.path = join(layout.incoming, randomBytes(12).toString('hex'));
  }

  /** Where the unfinished bytes of a key are written; `which` tells several writers of one key apart. */
  async partOf(key: BlobKey, which?: string): Promise<string> {
    await this.make();
    return join(this.path, partName(key, which));
  }

  /** Notes that the fate of a blob is being decided by the database. */
  async note(key: BlobKey): Promise<void> {
    await this.make();
    await writeFile(join(this.path, noteName(key)), '', { mode: 0o600 });
  }

  async forget(key: BlobKey): Promise<void> {
    await rm(join(this.path, noteName(key)), { force: true });
  }

  private async make(): Promise<void> {
    this.made ??= this.create();
    try {
      await this.made;
    } catch (error) {
      this.made = undefined;
      throw error;
    }
  }

  private async create(): Promise<void> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    await writeFile(join(this.path, OWNER_FILE), JSON.stringify(processIdentity()), { mode: 0o600 });
  }
}
