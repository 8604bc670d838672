import { createHash } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import pg from 'pg';
import { to } from 'pg-copy-streams';
import { BlobDamagedError, type BlobStore, type StoredBlob } from '#application/ports/blob-store';
import { BOOT_CONNECT_MS, connectAtBoot } from '../installation/connect-at-boot.js';
import {
  BACKUP_FORMAT,
  BackupError,
  FRAME_BYTES,
  type BackupEnd,
  type BackupHeader,
  type BackupKeys,
  type ManifestLine,
} from './backup-format.js';
import { BackupWriter } from './backup-writer.js';
import { appliedMigrations, copyTarget, hasRegistry, registryTables } from './registry-tables.js';
import { hasUnfinishedRestore } from './unfinished-restore.js';

export interface BackupOptions {
  readonly databaseUrl: string;
  readonly file: string;
  /** The release that writes. */
  readonly release: string;
  /** The bytes of artifacts, where they are to be in the file. */
  readonly blobs?: BlobStore;
  readonly keys?: BackupKeys;
  /** Told of every artifact whose bytes cannot be read. */
  readonly onUnreadable?: (blob: ManifestLine, finding: string) => void;
}

/** What was written. */
export interface WrittenBackup {
  readonly header: BackupHeader;
  readonly end: BackupEnd;
  /** Of the file. */
  readonly bytes: number;
}

/**
 * Writes the rows of every table and the manifest of artifacts as of one instant, beside a running service, which goes on reading and
 * writing meanwhile; then the bytes of the artifacts, which never change. Keeps a few megabytes in memory, however large the registry is.
 * A backup that fails leaves nothing.
 * @throws {BackupError} where the file cannot be written; {ConfigError} where the database cannot be reached.
 */
export async function writeBackup(options: BackupOptions): Promise<WrittenBackup> {
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'slipway-backup',
    connectionTimeoutMillis: BOOT_CONNECT_MS,
  });
  client.on('error', () => undefined);
  await connectAtBoot(client);
  try {
    if (await hasUnfinishedRestore(client))
      throw new BackupError('A restore into this database has not ended: there is nothing whole to back up.');
    if (!(await hasRegistry(client))) throw new BackupError('There is no registry in this database.');
    const writer = await BackupWriter.create(options.file);
    try {
      return await write(client, writer, options);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function write(client: pg.Client, writer: BackupWriter, options: BackupOptions): Promise<WrittenBackup> {
  const list = await Manifest.create(`${options.file}.list`);
  try {
    // A role's time limits are for requests; this takes as long as it takes.
    await client.query('SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const header = await writeHeader(client, writer, options);
    const tables: Record<string, { rows: number; sha256: string }> = {};
    for (const table of header.tables) tables[table.name] = await writeRows(client, writer, table);
    await writeManifest(client, writer, list);
    await client.query('COMMIT');
    // Sequences know no transactions: what they say now is past every row of the instant.
    const sequences = await client.query<{ name: string; value: string }>(
      `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = current_schema() AND last_value IS NOT NULL ORDER BY 1`,
    );
    let unreadable = 0;
    if (options.blobs !== undefined) {
      for await (const blob of list.blobs()) {
        const finding = await writeBlob(options.blobs, blob, writer);
        if (finding === undefined) continue;
        unreadable += 1;
        options.onUnreadable?.({ ...blob.key, size: blob.size, sha256: blob.sha256 }, finding);
      }
    }
    const artifacts = { count: list.count, bytes: list.bytes };
    const end: BackupEnd = { tables, sequences: sequences.rows, artifacts, unreadable };
    await writer.compressed({ kind: 'end' }, Buffer.from(JSON.stringify(end)));
    await writer.finish();
    return { header, end, bytes: writer.size };
  } finally {
    await list.remove();
  }
}

async function writeHeader(client: pg.Client, writer: BackupWriter, { release, blobs, keys }: BackupOptions): Promise<BackupHeader> {
  const { rows } = await client.query<{ at: Date; database: string }>(`SELECT now() AS at, version() AS database`);
  const header: BackupHeader = {
    format: BACKUP_FORMAT,
    release,
    at: (rows[0]?.at ?? new Date(0)).toISOString(),
    database: rows[0]?.database ?? '',
    migrations: await appliedMigrations(client),
    tables: await registryTables(client),
    artifacts: blobs === undefined ? 'listed' : 'included',
    ...(keys === undefined ? {} : { keys }),
  };
  await writer.compressed({ kind: 'header' }, Buffer.from(JSON.stringify(header)));
  return header;
}

async function writeRows(
  client: pg.Client,
  writer: BackupWriter,
  table: BackupHeader['tables'][number],
): Promise<{ rows: number; sha256: string }> {
  const digest = createHash('sha256');
  const copy = client.query(to(`COPY ${copyTarget(table)} TO STDOUT`));
  for await (const piece of gathered(copy)) {
    digest.update(piece);
    await writer.compressed({ kind: 'rows', table: table.name }, piece);
  }
  return { rows: copy.rowCount, sha256: digest.digest('hex') };
}

async function writeManifest(client: pg.Client, writer: BackupWriter, list: Manifest): Promise<void> {
  // JSON as text format of COPY writes it has its backslashes doubled; ids, sizes and digests have none.
  const copy = client.query(
    to(`COPY (SELECT json_build_object('workspace', workspace, 'id', id, 'size', size, 'sha256', sha256, 'chunks', encode(chunks, 'hex'))
      FROM blob b WHERE EXISTS (SELECT FROM version_artifact a WHERE a.blob_id = b.id) ORDER BY id) TO STDOUT`),
  );
  let rest = '';
  for await (const piece of gathered(copy)) {
    const lines = (rest + piece.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    await writer.compressed({ kind: 'manifest' }, Buffer.from(await list.add(lines)));
  }
}

/** @returns what is wrong where the bytes are not whole; then a restore leaves them out. */
async function writeBlob(blobs: BlobStore, blob: StoredBlob, writer: BackupWriter): Promise<string | undefined> {
  const { key } = blob;
  try {
    for await (const piece of gathered(blobs.read(blob, { start: 0, end: blob.size }))) await writer.plain({ kind: 'blob', ...key }, piece);
  } catch (error) {
    if (!(error instanceof BlobDamagedError)) throw error;
    await writer.plain({ kind: 'blob-end', ...key, finding: error.finding });
    return error.finding;
  }
  await writer.plain({ kind: 'blob-end', ...key });
  return undefined;
}

/** The same bytes in pieces of about a frame. */
async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    pieces.push(piece);
    length += piece.length;
    if (length < FRAME_BYTES) continue;
    yield Buffer.concat(pieces);
    pieces = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(pieces);
}

/** The manifest on disk between the reading of the rows, which ends soon, and the reading of the bytes, which may not. */
class Manifest {
  count = 0;
  bytes = 0;

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<Manifest> {
    // As for the backup itself: never into a file or through a link of somebody else.
    await rm(path, { force: true });
    return new Manifest(path, await open(path, 'wx+', 0o600));
  }

  /** @returns the lines of the backup's manifest. */
  async add(lines: readonly string[]): Promise<string> {
    let text = '';
    for (const line of lines) {
      const { chunks: _, ...entry } = JSON.parse(line) as ManifestLine & { readonly chunks: string };
      text += `${JSON.stringify(entry)}\n`;
      this.count += 1;
      this.bytes += entry.size;
    }
    await this.file.write(lines.map((line) => `${line}\n`).join(''));
    return text;
  }

  async *blobs(): AsyncGenerator<StoredBlob, void, undefined> {
    for await (const line of this.file.readLines({ start: 0, autoClose: false })) {
      const { workspace, id, size, sha256, chunks } = JSON.parse(line) as ManifestLine & { readonly chunks: string };
      yield { key: { workspace, id }, size, sha256, chunks: Buffer.from(chunks, 'hex') };
    }
  }

  async remove(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.path, { force: true });
  }
}
