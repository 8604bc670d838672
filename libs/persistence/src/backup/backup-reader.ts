import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { isErrno } from '#platform/files/private-files';
import { BACKUP_FORMAT, BackupError, FIRST_LINE, type BackupEnd, type BackupHeader, type FrameLine } from './backup-format.js';

const expand = promisify(gunzip);
/** A line of JSON before a frame, and a frame, are shorter than this in every file that we wrote. */
const LONGEST_LINE = 4_096;
const LONGEST_FRAME = 64 << 20;
/** No frame that we wrote expands to more: a file of a few MB that somebody else made must not fill the memory. */
const LONGEST_CONTENT = 256 << 20;
/** Bytes that one read asks for. */
const READ_BYTES = 1 << 20;

/** A frame with its bytes, as they stand in the file. */
export interface Frame {
  readonly line: FrameLine;
  readonly content: Buffer;
}

/** What a file holds, known to be whole. */
export interface CheckedBackup {
  readonly header: BackupHeader;
  readonly end: BackupEnd;
}

/**
 * The frames of a backup, one after the other; the digest at the end is compared with what was read.
 * @throws {BackupError} for a file that is missing, none of ours, cut off or changed.
 */
export async function* framesOf(path: string): AsyncGenerator<Frame, void, undefined> {
  const source = new Source(path, await opened(path));
  try {
    const first = await source.take(FIRST_LINE.length).catch(() => undefined);
    if (first?.toString('latin1') !== FIRST_LINE) throw new BackupError(`${path} is not a backup of Slipway.`);
    for (;;) {
      const before = source.digest();
      const line = await source.line();
      const content = await source.take(line.bytes);
      if (line.kind === 'digest') {
        if (line.sha256 !== before || !(await source.ended())) throw source.changed();
        return;
      }
      yield { line, content };
    }
  } finally {
    await source.close();
  }
}

/** The content of a frame that is compressed. @throws {BackupError} where it was changed. */
export async function contentOf(path: string, { content }: Frame): Promise<Buffer> {
  try {
    return await expand(content, { maxOutputLength: LONGEST_CONTENT });
  } catch (error) {
    throw new BackupError(`${path} was changed since it was written: take another copy of it.`, { cause: error });
  }
}

/**
 * Reads a whole backup and compares every digest, so that nothing is begun with a file that does not hold.
 * @throws {BackupError} as `framesOf` does, and for a file of a newer format.
 */
export async function checkBackup(path: string): Promise<CheckedBackup> {
  let header: BackupHeader | undefined;
  let end: BackupEnd | undefined;
  const tables = new Map<string, ReturnType<typeof createHash>>();
  for await (const frame of framesOf(path)) {
    const { kind, table = '' } = frame.line;
    if (kind === 'header') header = headerOf(path, await contentOf(path, frame));
    else if (kind === 'end') end = parsed<BackupEnd>(await contentOf(path, frame));
    else if (kind === 'rows') digestOf(tables, table).update(await contentOf(path, frame));
  }
  if (header === undefined || end === undefined) throw new BackupError(`${path} is cut off: take another copy of it.`);
  for (const { name } of header.tables) {
    if (digestOf(tables, name).digest('hex') === end.tables[name]?.sha256) continue;
    throw new BackupError(`${path} was changed since it was written (rows of ${name}): take another copy of it.`);
  }
  return { header, end };
}

function digestOf(tables: Map<string, ReturnType<typeof createHash>>, name: string): ReturnType<typeof createHash> {
  const known = tables.get(name) ?? createHash('sha256');
  tables.set(name, known);
  return known;
}

function headerOf(path: string, content: Buffer): BackupHeader {
  const header = parsed<BackupHeader>(content);
  if (header.format <= BACKUP_FORMAT) return header;
  throw new BackupError(
    `${path} was written by Slipway ${header.release} in format ${header.format}, and this release reads up to format ${BACKUP_FORMAT}: restore it with that release or a newer one.`,
  );
}

function parsed<T>(content: Buffer): T {
  return JSON.parse(content.toString('utf8')) as T;
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path);
  } catch (error) {
    const why = isErrno(error, 'ENOENT') ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new BackupError(`${path} cannot be read: ${why}.`, { cause: error });
  }
}

/** The bytes of a file from its beginning, digested as they are taken. */
class Source {
  private readonly hash = createHash('sha256');
  private rest = Buffer.alloc(0);

  constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  digest(): string {
    return this.hash.copy().digest('hex');
  }

  changed(): BackupError {
    return new BackupError(`${this.path} was changed since it was written: take another copy of it.`);
  }

  async line(): Promise<FrameLine> {
    while (!this.rest.includes(10)) {
      if (this.rest.length > LONGEST_LINE) throw this.changed();
      await this.more();
    }
    const text = (await this.take(this.rest.indexOf(10) + 1)).toString('utf8');
    try {
      const line = JSON.parse(text) as FrameLine;
      if (typeof line.kind === 'string' && Number.isSafeInteger(line.bytes) && line.bytes >= 0 && line.bytes <= LONGEST_FRAME) return line;
    } catch {
      // Said below.
    }
    throw this.changed();
  }

  async take(count: number): Promise<Buffer> {
    while (this.rest.length < count) await this.more();
    const taken = this.rest.subarray(0, count);
    this.rest = this.rest.subarray(count);
    this.hash.update(taken);
    return taken;
  }

  async ended(): Promise<boolean> {
    return this.rest.length === 0 && (await this.file.read(Buffer.alloc(1), 0, 1, null)).bytesRead === 0;
  }

  close(): Promise<void> {
    return this.file.close();
  }

  private async more(): Promise<void> {
    const piece = Buffer.allocUnsafe(READ_BYTES);
    const { bytesRead } = await this.file.read(piece, 0, READ_BYTES, null);
    if (bytesRead === 0) throw new BackupError(`${this.path} is cut off: take another copy of it.`);
    this.rest = Buffer.concat([this.rest, piece.subarray(0, bytesRead)]);
  }
}
