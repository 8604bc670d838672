import { access, constants, mkdir, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { SlipwayError } from '#domain/errors/slipway-error';
import {
  BlobDamagedError,
  BlobStore,
  type ArrivedPart,
  type BlobKey,
  type ByteSpan,
  type PartSlot,
  type PartUpload,
  type StoredBlob,
  type StoredObjectPage,
  type WrittenBlob,
  type WrittenPart,
} from '#application/ports/blob-store';
import { isErrno } from '#platform/files/private-files';
import { openBlobBytes, type BlobBytes } from './blob-bytes.js';
import { BlobLayout } from './blob-layout.js';
import { ChunkDigests } from './chunk-digests.js';
import { readChunks } from './chunk-reader.js';
import { digestOf } from './digest-of.js';
import { writePieces } from './chunk-writer.js';
import { diskFailure, onDisk } from './disk-failure.js';
import { DiskParts } from './disk-parts.js';
import { diskSource } from './disk-source.js';
import { IncomingFolder } from './incoming-folder.js';
import { listBlobs } from './list-blobs.js';
import { sweepIncoming } from './sweep-incoming.js';
import { closing, syncFolder } from './sync-folder.js';

/**
 * Blobs as files under one folder, which several processes and machines may share. A file gets its place by a rename after its bytes have
 * reached the disk, so half a blob can never be read, whenever a process or the machine dies.
 */
@Injectable()
export class DiskBlobStore extends BlobStore {
  private readonly layout: BlobLayout;
  private readonly incoming: IncomingFolder;
  private readonly parts: DiskParts;

  /** @param root absolute path; made when the first blob is written. */
  constructor(root: string) {
    super();
    this.layout = new BlobLayout(root);
    this.incoming = new IncomingFolder(this.layout);
    this.parts = new DiskParts(this.layout, this.incoming);
  }

  override async write(key: BlobKey, content: AsyncIterable<Uint8Array>, check?: (written: WrittenBlob) => void): Promise<WrittenBlob> {
    await onDisk(() => this.prepare());
    const part = await onDisk(() => this.incoming.partOf(key));
    try {
      const file = await onDisk(() => open(part, 'wx', 0o600));
      const written = await closing(file, async () => {
        const all = await this.writeDigested(file, content);
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
    const bytes = await this.openBlob(blob.key);
    try {
      yield* readChunks(diskSource(blob.key, bytes), blob, span);
    } finally {
      await bytes.close();
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
      await rm(this.layout.fileOf(key), { recursive: true, force: true });
      await this.incoming.forget(key);
    } catch {
      // A reader on Windows may hold it, or the disk may be read-only now. The sweep looks at the note again.
    }
  }

  override sweepTemporaries(isReferred: (key: BlobKey) => Promise<boolean>): Promise<number> {
    return sweepIncoming(this.layout, this.incoming, isReferred);
  }

  override async beginParts(key: BlobKey, size: number | null): Promise<string> {
    await onDisk(() => this.prepare());
    return this.parts.begin(key, size);
  }

  override writePart(
    upload: PartUpload,
    slot: PartSlot,
    content: AsyncIterable<Uint8Array>,
    check?: (written: WrittenPart) => void,
  ): Promise<WrittenPart> {
    return this.parts.write(upload, slot, content, check);
  }

  override partAddress(): Promise<null> {
    return Promise.resolve(null);
  }

  override arrivedParts(upload: PartUpload): Promise<readonly ArrivedPart[]> {
    return this.parts.arrived(upload);
  }

  override assemble(upload: PartUpload, parts: readonly ArrivedPart[]): Promise<void> {
    return this.parts.assemble(upload, parts);
  }

  override async abandonParts(upload: PartUpload): Promise<void> {
    await this.parts.abandon(upload).catch(() => undefined);
    await this.delete(upload.key);
  }

  override async digest(key: BlobKey, progress?: (bytes: number) => void): Promise<WrittenBlob> {
    const bytes = await this.openBlob(key);
    try {
      return await digestOf(key, bytes, progress);
    } finally {
      await bytes.close();
    }
  }

  override list(after: string | null, limit: number): Promise<StoredObjectPage> {
    return onDisk(() => listBlobs(this.layout.blobs, after, limit));
  }

  override readAddress(): Promise<null> {
    return Promise.resolve(null);
  }

  /** A folder that is not there is made by the first write. */
  override async ready(): Promise<void> {
    try {
      await access(this.layout.root, constants.R_OK | constants.W_OK);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return;
      throw diskFailure(error);
    }
  }

  private async writeDigested(file: FileHandle, content: AsyncIterable<Uint8Array>): Promise<WrittenBlob> {
    const digests = new ChunkDigests(true);
    try {
      await writePieces(file, content, digests);
      return await digests.finish();
    } finally {
      digests.drop();
    }
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
      await replace(part, this.layout.fileOf(key));
      await syncFolder(folder);
    } catch (error) {
      await this.delete(key);
      throw error;
    }
  }

  private async openBlob(key: BlobKey): Promise<BlobBytes> {
    try {
      return await openBlobBytes(this.layout.fileOf(key));
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

/** A restore writes a blob again that may have come in parts: then a folder is in the place of the file. */
async function replace(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isErrno(error, 'EISDIR', 'ENOTEMPTY', 'EEXIST', 'EPERM')) throw error;
    await rm(to, { recursive: true, force: true });
    await rename(from, to);
  }
}
