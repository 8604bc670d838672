import pg from 'pg';
import type { BlobStore } from '#application/ports/blob-store';
import { BOOT_CONNECT_MS, connectAtBoot } from '../installation/connect-at-boot.js';
import { migrate } from '../migrate/migrate.js';
import { readMigrations } from '../migrate/read-migrations.js';
import { BackupError, type ManifestLine } from './backup-format.js';
import { checkBackup, framesOf, type CheckedBackup } from './backup-reader.js';
import { loadRows } from './load-rows.js';
import { prepareTarget } from './prepare-target.js';
import { missingArtifacts, restoreArtifacts } from './restore-artifacts.js';
import { UNFINISHED } from './unfinished-restore.js';
import { checkAuditChain } from './check-audit-chain.js';

export interface RestoreOptions {
  readonly databaseUrl: string;
  readonly file: string;
  readonly migrationsDir: string;
  /** Where the bytes of artifacts are to be. */
  readonly blobs: BlobStore;
  /** Remove what the database holds. */
  readonly force: boolean;
  /** For a copy beside the original: webhooks rest and nothing is deployed. */
  readonly pauseEffects: boolean;
  /** The file, where it was checked before. */
  readonly backup?: CheckedBackup;
}

/** What was restored. */
export interface RestoredBackup extends CheckedBackup {
  readonly rows: number;
  /** Migrations that this release has beyond the backup's. */
  readonly migrated: readonly string[];
  /** What the audit log's chain says: null where it is whole. */
  readonly auditFault: string | null;
  /** Artifacts whose bytes are not where they should be; at most a hundred, and how many in all. */
  readonly missing: { readonly count: number; readonly first: readonly (ManifestLine & { readonly usedBy: string })[] };
}

/**
 * Fills an empty database with a backup of this release or an earlier one, in its own release's tables, and migrates them to this release's.
 * The file is read and checked as a whole before anything is touched; from the first change to the last the database is marked, so that no
 * service starts on half of it, and a restore that was stopped anywhere may simply be run again. Needs the owner of the database, no more.
 * @throws {BackupError} with what is wrong and what to do.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const { databaseUrl, file, migrationsDir } = options;
  const backup = options.backup ?? (await checkBackup(file));
  await refuseNewer(backup, migrationsDir);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'restore', connectionTimeoutMillis: BOOT_CONNECT_MS });
  client.on('error', () => undefined);
  await connectAtBoot(client);
  try {
    await client.query('SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0');
    await prepareTarget(client, file, options.force);
    await migrate(databaseUrl, { migrationsDir, only: new Set(backup.header.migrations) });
    const frames = framesOf(file);
    try {
      const first = await loadRows(client, frames, { ...options, backup });
      await restoreArtifacts(client, frames, first, options.blobs);
    } finally {
      await frames.return();
    }
    const { applied: migrated } = await migrate(databaseUrl, { migrationsDir });
    await client.query('ANALYZE');
    const auditFault = await checkAuditChain(databaseUrl);
    const missing = await missingArtifacts(client, options.blobs);
    await client.query(`DROP TABLE ${UNFINISHED}`);
    const rows = Object.values(backup.end.tables).reduce((sum, table) => sum + table.rows, 0);
    return { ...backup, rows, migrated, auditFault, missing };
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function refuseNewer({ header }: CheckedBackup, migrationsDir: string): Promise<void> {
  const known = new Set((await readMigrations(migrationsDir)).migrationDirectories.map(({ path }) => path));
  const unknown = header.migrations.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new BackupError(
    `The backup was made by a newer release (${header.release}, with the migration ${unknown[0] ?? ''}): restore it with that release or a later one.`,
  );
}
