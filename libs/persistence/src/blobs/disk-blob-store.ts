import { access, mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import { BlobDamagedError, BlobStore, type BlobKey, type ByteSpan, type StoredBlob, type WrittenBlob } from '#application/ports/blob-store';
import { isErrno } from '#platform/files/private-files';
import { BlobLayout } from './blob-layout.js';
import { readChunks } from './chunk-reader.js';
import { writeChunks } from './chunk-writer.js';
import { onDisk } from './disk-failure.js';
import { IncomingFolder } from './incoming-folder.js';
import { sweepIncoming } from './sweep-incoming.js';

/**
 * Blobs as files under one folder, which several processes and machines may share. A file gets its place by a rename after its bytes have
 * reached the disk, so half a blob can never be read, whenever a process or the machine dies.
 */
@Injectable()
export class DiskBlobStore extends BlobStore {
  private readonly layout: BlobLayout;
  private readonly incoming: IncomingFolder;

  /** @param root absolute path; made when the first blob is written. */
  constructor(root: string) {
    super();
    this.layout = new BlobLayout(root);
    this.incoming = new IncomingFolder(this.layout);
  }

  override async write(key: BlobKey, content: AsyncIterable<Uint8Array>, check?: (written: WrittenBlob) => void): Promise<WrittenBlob> {
    await onDisk(() => this.prepare());
    const part = await onDisk(() => this.incoming.partOf(key));
    try {
      const file = await onDisk(() => open(part, 'wx', 0o600));
      const written = await closing(file, async () => {
        const all = await writeChunks(file, content);
        check?.(all);
        await onDisk(() => file.sync());
        return all;
      });
      await onDisk(() => this.moveIntoPlace(key, part));
      return written;
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  override async *read(blob: StoredBlob, span: ByteSpan): AsyncGenerator<Uint8Array> {
    const file = await this.openBlob(blob.key);
    try {
      yield* readChunks(file, blob, span);
    } finally {
      await file.close();
    }
  }

  override async unsettle(key: BlobKey): Promise<void> {
    await onDisk(() => this.incoming.note(key));
  }

  override async settle(key: BlobKey): Promise<void> {
    await onDisk(() => this.incoming.forget(key));
  }

  override async delete(key: BlobKey): Promise<void> {
    try {
      await this.incoming.note(key);
      await rm(this.layout.fileOf(key), { force: true });
      await this.incoming.forget(key);
    } catch {
      // A reader on Windows may hold it, or the disk may be read-only now. The sweep looks at the note again.
    }
  }

  override sweepTemporaries(isReferred: (key: BlobKey) => Promise<boolean>): Promise<number> {
    return sweepIncoming(this.layout, this.incoming, isReferred);
  }

  private async prepare(): Promise<void> {
    await mkdir(this.layout.root, { recursive: true, mode: 0o700 });
    await writeFile(this.layout.marker, 'Artifact bytes of Slipway. Do not change anything here by hand.\n', { flag: 'a' });
  }

  private async moveIntoPlace(key: BlobKey, part: string): Promise<void> {
    await this.incoming.note(key);
    try {
      const folder = this.layout.folderOf(key);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await rename(part, this.layout.fileOf(key));
      await syncFolder(folder);
    } catch (error) {
      await this.delete(key);
      throw error;
    }
  }

  private async openBlob(key: BlobKey): Promise<FileHandle> {
    try {
      return await open(this.layout.fileOf(key), 'r');
    } catch (error) {
      if (!isErrno(error, 'ENOENT', 'ENOTDIR')) return onDisk(() => Promise.reject(error));
      if (await this.isThere()) throw new BlobDamagedError(key, 'its file is missing');
      throw new SlipwayError('UNAVAILABLE', 'The folder of the artifact store is not there; is its disk mounted?', { retryAfter: 5 });
    }
  }

  /** A disk that is not mounted now must not make every version damaged. */
  private async isThere(): Promise<boolean> {
    try {
      await access(this.layout.marker);
      return true;
    } catch {
      return false;
    }
  }
}

async function closing<T>(file: FileHandle, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await file.close();
  }
}

/** Makes a rename outlive a power failure; Windows has no such call and keeps its folders by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await closing(handle, () => handle.sync());
}
