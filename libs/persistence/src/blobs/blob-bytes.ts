import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isErrno } from '#platform/files/private-files';
import { byNumber, partOfName } from './part-name.js';

/** The bytes of a stored blob on disk, whether they lie in one file or in the parts in which they came. */
export interface BlobBytes {
  readonly size: number;
  /** Reads at most `length` bytes from `position` on into `target` at `at`. @returns how many; 0 where there is nothing more. */
  read(target: Uint8Array, at: number, length: number, position: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens a blob. @throws the file system's error, ENOENT where it is not there. */
export async function openBlobBytes(path: string): Promise<BlobBytes> {
  // A folder cannot be opened on Windows at all, and not be read anywhere else.
  const names = await readdir(path).catch((error: unknown) => {
    if (isErrno(error, 'ENOTDIR')) return null;
    throw error;
  });
  return names === null ? SingleFile.open(path) : new PartFiles(path, names);
}

class SingleFile implements BlobBytes {
  private constructor(
    private readonly file: FileHandle,
    readonly size: number,
  ) {}

  static async open(path: string): Promise<SingleFile> {
    const file = await open(path, 'r');
    try {
      return new SingleFile(file, (await file.stat()).size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async read(target: Uint8Array, at: number, length: number, position: number): Promise<number> {
    return (await this.file.read(target, at, length, position)).bytesRead;
  }

  close(): Promise<void> {
    return this.file.close();
  }
}

interface Segment {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** Parts one after the other; one of them is open at a time. What their names say of their sizes is what was written. */
class PartFiles implements BlobBytes {
  readonly size: number;
  private readonly segments: readonly Segment[];
  private current: { readonly segment: Segment; readonly file: FileHandle } | undefined;

  constructor(folder: string, names: readonly string[]) {
    let start = 0;
    this.segments = names
      .flatMap((name) => partOfName(name) ?? [])
      .sort(byNumber)
      .map(({ name, size }) => {
        const segment = { path: join(folder, name), start, end: start + size };
        start += size;
        return segment;
      });
    this.size = start;
  }

  async read(target: Uint8Array, at: number, length: number, position: number): Promise<number> {
    const segment = this.segments.find(({ end }) => position < end);
    const file = segment === undefined ? undefined : await this.fileOf(segment);
    if (segment === undefined || file === undefined) return 0;
    return (await file.read(target, at, Math.min(length, segment.end - position), position - segment.start)).bytesRead;
  }

  async close(): Promise<void> {
    const file = this.current?.file;
    this.current = undefined;
    await file?.close();
  }

  private async fileOf(segment: Segment): Promise<FileHandle | undefined> {
    if (this.current?.segment === segment) return this.current.file;
    await this.close();
    try {
      const file = await open(segment.path, 'r');
      this.current = { segment, file };
      return file;
    } catch (error) {
      // A part that is missing ends the blob there: its reader calls it damaged.
      if (isErrno(error, 'ENOENT')) return undefined;
      throw error;
    }
  }
}
