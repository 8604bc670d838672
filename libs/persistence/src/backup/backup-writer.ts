import { createHash } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { isErrno } from '#platform/files/private-files';
import { BackupError, FIRST_LINE, type FrameLine } from './backup-format.js';

const compress = promisify(gzip);
/** Rows shrink to a tenth or less at the fastest level already. */
const FAST = { level: constants.Z_BEST_SPEED };

/** Writes the frames of a backup to FILE.part, which becomes FILE when all of them have reached the disk. Only the owner can read it. */
export class BackupWriter {
  private readonly digest = createHash('sha256');
  private written = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  /** @throws {BackupError} where FILE is there already or cannot be written. */
  static async create(path: string): Promise<BackupWriter> {
    if (existsSync(path)) throw new BackupError(`${path} is there already: name another file, or remove it.`);
    try {
      // What a killed one has left goes first: a file that is there already keeps its mode and its owner, and a link leads elsewhere.
      await rm(`${path}.part`, { force: true });
      const writer = new BackupWriter(path, await open(`${path}.part`, 'wx', 0o600));
      await writer.put(Buffer.from(FIRST_LINE));
      return writer;
    } catch (error) {
      throw new BackupError(`${path}.part cannot be written: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }

  /** Bytes so far. */
  get size(): number {
    return this.written;
  }

  /** A frame whose bytes are compressed. */
  async compressed(line: Omit<FrameLine, 'bytes'>, content: Uint8Array): Promise<void> {
    await this.plain(line, await compress(content, FAST));
  }

  /** A frame whose bytes stand as they are. */
  async plain(line: Omit<FrameLine, 'bytes'>, content: Uint8Array = new Uint8Array()): Promise<void> {
    await this.put(Buffer.from(`${JSON.stringify({ ...line, bytes: content.length })}\n`));
    await this.put(content);
  }

  /** Writes the digest of everything and gives the file its name. */
  async finish(): Promise<void> {
    await this.plain({ kind: 'digest', sha256: this.digest.copy().digest('hex') });
    await this.file.sync();
    await this.file.close();
    await rename(`${this.path}.part`, this.path);
    await syncFolder(dirname(this.path));
  }

  /** Removes what was written. */
  async abandon(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(`${this.path}.part`, { force: true });
  }

  private async put(bytes: Uint8Array): Promise<void> {
    this.digest.update(bytes);
    for (let from = 0; from < bytes.length;) {
      try {
        from += (await this.file.write(bytes, from)).bytesWritten;
      } catch (error) {
        if (!isErrno(error, 'ENOSPC', 'EDQUOT', 'EFBIG')) throw error;
        throw new BackupError(`There is no room left for ${this.path}: nothing was kept. Free some, or write to another disk.`, {
          cause: error,
        });
      }
    }
    this.written += bytes.length;
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
