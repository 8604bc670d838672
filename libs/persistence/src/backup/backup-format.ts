/**
 * The file of a backup, format 1. A first line, then frames: a line of JSON with `kind` and `bytes`, and that many bytes (rows and lists
 * compressed by gzip, artifact bytes as they are). In order: `header`, `rows` of each table in pieces of COPY's text format, `manifest` in
 * pieces of lines of JSON, `blob` with the bytes of artifacts, `blob-end`, `end` with what all of it comes to, and `digest`: SHA-256 of every
 * byte before it. A reader of this format takes any file whose header says the same number.
 */
export const BACKUP_FORMAT = 1;
export const FIRST_LINE = 'slipway-backup\n';
/** Uncompressed bytes of one frame at most, about: what a backup and a restore keep in memory. */
export const FRAME_BYTES = 1 << 20;

/** What the first frame says. */
export interface BackupHeader {
  readonly format: number;
  /** The release of Slipway that wrote it. */
  readonly release: string;
  /** The instant that rows and manifest are of, RFC 3339. */
  readonly at: string;
  readonly database: string;
  /** The migrations that the tables had. */
  readonly migrations: readonly string[];
  /** In an order in which a row comes after those that it refers to. */
  readonly tables: readonly BackupTable[];
  /** Whether the bytes of artifacts are in the file, or only listed. */
  readonly artifacts: 'included' | 'listed';
  /** The keys of the embedded default, where they were asked for. */
  readonly keys?: BackupKeys;
}

export interface BackupTable {
  readonly name: string;
  readonly columns: readonly string[];
}

/** Secrets in the form of their environment variables. */
export interface BackupKeys {
  readonly SLIPWAY_ENCRYPTION_KEYS: string;
  readonly SLIPWAY_AUDIT_KEY: string;
}

/** What the last frame but one says. */
export interface BackupEnd {
  /** SHA-256 of the text that COPY gave, by table. */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly sha256: string }>>;
  readonly sequences: readonly { readonly name: string; readonly value: string }[];
  readonly artifacts: { readonly count: number; readonly bytes: number };
  /** Artifacts whose bytes could not be read when the backup was made. */
  readonly unreadable: number;
}

/** One line of the manifest: a blob that a version referred to at the instant. */
export interface ManifestLine {
  readonly workspace: string;
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
}

/** The line before the bytes of a frame. */
export interface FrameLine {
  readonly kind: 'header' | 'rows' | 'manifest' | 'blob' | 'blob-end' | 'end' | 'digest';
  readonly bytes: number;
  readonly table?: string;
  /** Of a `blob` and a `blob-end`. */
  readonly workspace?: string;
  readonly id?: string;
  /** Of a `blob-end` whose bytes are not whole: why. */
  readonly finding?: string;
  /** Of the `digest`. */
  readonly sha256?: string;
}

/** A backup or a restore cannot be done; the message is a sentence that says why and what to do. */
export class BackupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BackupError';
  }
}
