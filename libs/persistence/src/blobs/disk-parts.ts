import { createHash, randomBytes, type Hash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ArrivedPart, BlobKey, PartSlot, PartUpload, WrittenPart } from '#application/ports/blob-store';
import { SlipwayError } from '#domain/errors/slipway-error';
import { isErrno } from '#platform/files/private-files';
import type { BlobLayout } from './blob-layout.js';
import { writePieces, type ByteListener } from './chunk-writer.js';
import { onDisk } from './disk-failure.js';
import type { IncomingFolder } from './incoming-folder.js';
import { byNumber, partFileName, partOfName, type PartFile } from './part-name.js';
import { closing, syncFolder } from './sync-folder.js';

/**
 * Uploads by parts on disk. Each part is a file of its own that nobody holds open once it has its name, and the folder of all parts becomes
 * the blob by a rename: nothing is copied, and a writer that comes too late finds no folder.
 */
export class DiskParts {
  constructor(
    private readonly layout: BlobLayout,
    private readonly incoming: IncomingFolder,
  ) {}

  async begin(key: BlobKey, size: number | null): Promise<string> {
    await onDisk(() => mkdir(this.layout.partsOf(key), { recursive: true, mode: 0o700 }));
    if (size !== null) await this.requireRoom(size);
    return key.id;
  }

  async write(
    { key }: PartUpload,
    { number }: Pick<PartSlot, 'number'>,
    content: AsyncIterable<Uint8Array>,
    check?: (written: WrittenPart) => void,
  ): Promise<WrittenPart> {
    const temporary = await onDisk(() => this.incoming.partOf(key, `${number}-${randomBytes(6).toString('hex')}`));
    try {
      const hash = createHash('sha256');
      const file = await onDisk(() => open(temporary, 'wx', 0o600));
      const part = await closing(file, async () => {
        const size = await writePieces(file, content, hashing(hash));
        const sha256 = hash.digest('hex');
        const written = { number, size, sha256, tag: sha256 };
        check?.(written);
        await onDisk(() => file.datasync());
        return written;
      });
      await onDisk(() => this.keep(key, part, temporary));
      return part;
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async arrived({ key }: PartUpload): Promise<readonly PartFile[]> {
    const folder = this.layout.partsOf(key);
    const files = await onDisk(() => partsIn(folder));
    const byPart = new Map<number, PartFile>();
    for (const file of files) {
      const other = byPart.get(file.number);
      // A writer was killed between the new file and the removal of the old one.
      byPart.set(file.number, other === undefined ? file : await newer(folder, other, file));
    }
    return [...byPart.values()].sort(byNumber);
  }

  async assemble({ key }: PartUpload, parts: readonly ArrivedPart[]): Promise<void> {
    const folder = this.layout.partsOf(key);
    const target = this.layout.fileOf(key);
    await onDisk(async () => {
      const wanted = new Set(parts.map(partFileName));
      const present = await partsIn(folder);
      for (const { name } of present) if (!wanted.delete(name)) await rm(join(folder, name), { force: true });
      if (wanted.size > 0 || parts.length === 0) {
        if (await isThere(target)) return;
        throw new SlipwayError('INVALID_STATE', 'Parts of this upload are gone from the artifact store; send them again.');
      }
      await this.incoming.note(key);
      await syncFolder(folder);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await rename(folder, target);
      await syncFolder(dirname(target));
    });
  }

  async abandon({ key }: PartUpload): Promise<void> {
    await rm(this.layout.partsOf(key), { recursive: true, force: true });
  }

  private async keep(key: BlobKey, part: ArrivedPart, temporary: string): Promise<void> {
    const folder = this.layout.partsOf(key);
    const name = partFileName(part);
    try {
      await rename(temporary, join(folder, name));
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
      throw new SlipwayError('INVALID_STATE', 'The upload has ended meanwhile; this part was not kept.', { cause: error });
    }
    const older = (await partsIn(folder)).filter((file) => file.number === part.number && file.name !== name);
    for (const file of older) await rm(join(folder, file.name), { force: true });
  }

  /** Better said now than after hours of sending. Others may fill the disk meanwhile: then the part says so. */
  private async requireRoom(size: number): Promise<void> {
    const { bavail, bsize } = await onDisk(() => statfs(this.layout.root));
    const room = bavail * bsize;
    if (size <= room) return;
    const message = `The artifact store has room for ${room} bytes, ${size} are announced. Free space or enlarge the store, then repeat it.`;
    throw new SlipwayError('STORAGE_FULL', message, { extra: { room } });
  }
}

async function partsIn(folder: string): Promise<PartFile[]> {
  try {
    return (await readdir(folder)).flatMap((name) => partOfName(name) ?? []);
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return [];
    throw error;
  }
}

async function newer(folder: string, one: PartFile, other: PartFile): Promise<PartFile> {
  const times = await Promise.all([one, other].map(({ name }) => onDisk(() => stat(join(folder, name)))));
  return (times[0]?.mtimeMs ?? 0) > (times[1]?.mtimeMs ?? 0) ? one : other;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function hashing(hash: Hash): ByteListener {
  return {
    add: (bytes) => {
      hash.update(bytes);
      return undefined;
    },
  };
}
