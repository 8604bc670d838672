import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupError } from '#persistence/backup/backup-format';
import { checkBackup, type CheckedBackup } from '#persistence/backup/backup-reader';
import { restoreBackup, type RestoredBackup } from '#persistence/backup/restore-backup';
import { MigrationError } from '#persistence/migrate/migration-error';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { keepKeys, readKeys } from '#platform/config/load-or-create-keys';
import { startEmbeddedPostgres } from '#platform/embedded-postgres/embedded-postgres';
import { sayBootError } from '#platform/process/say-boot-error';
import { counted, storageOf, type Storage } from '../backup/storage.js';

const USAGE = `usage: npm run restore -- FILE [--force] [--pause-effects]
--force removes what the database holds; --pause-effects is for a copy beside the original: webhooks rest and nothing is deployed.`;

/** `npm run restore -- FILE`: fills the empty database of DATABASE_URL, or the embedded one of SLIPWAY_HOME, and the artifact root. */
async function main(): Promise<void> {
  const { file, force, pauseEffects } = options();
  const storage = storageOf(process.env);
  const backup = await checkBackup(file);
  refuseOtherKeys(storage, backup, force);
  const database =
    storage.database.kind === 'external'
      ? { url: storage.database.url, stop: () => Promise.resolve() }
      : await startEmbeddedPostgres({ home: storage.home, log: storage.log });
  try {
    const restored = await restoreBackup({
      ...{ databaseUrl: database.url, file, migrationsDir: migrationsFolder(), blobs: storage.blobs, force, pauseEffects, backup },
    });
    if (backup.header.keys !== undefined && storage.database.kind === 'embedded') keepKeys(storage.home, backup.header.keys);
    tell(file, restored, storage, pauseEffects);
  } finally {
    await database.stop();
  }
}

function options(): { readonly file: string; readonly force: boolean; readonly pauseEffects: boolean } {
  try {
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { force: flag, 'pause-effects': flag } });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new BackupError(USAGE);
    return { file: resolve(file), force: values.force === true, pauseEffects: values['pause-effects'] === true };
  } catch (error) {
    throw error instanceof BackupError ? error : new BackupError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

/** Keys that are there are never written over by chance. */
function refuseOtherKeys({ home, database }: Storage, { header }: CheckedBackup, force: boolean): void {
  const there = database.kind === 'embedded' ? readKeys(home) : undefined;
  const { keys } = header;
  if (there === undefined || keys === undefined || force || there.SLIPWAY_ENCRYPTION_KEYS === keys.SLIPWAY_ENCRYPTION_KEYS) return;
  throw new BackupError(`${home} holds other keys than the backup: restore into another SLIPWAY_HOME, or add --force to replace them.`);
}

function tell(file: string, restored: RestoredBackup, storage: Storage, pauseEffects: boolean): void {
  const { header, end, rows, migrated, auditFault, missing } = restored;
  const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
  say(`Restored ${counted(rows, 'row')} and ${counted(end.artifacts.count - missing.count, 'artifact')} of ${file}, as of ${header.at}.`);
  if (migrated.length > 0) say(`It was of release ${header.release}: applied ${counted(migrated.length, 'migration')}.`);
  say(auditFault === null ? 'The audit log holds.' : `THE AUDIT LOG DOES NOT HOLD, as it did not in the original: ${auditFault}`);
  if (pauseEffects) say('Webhooks are paused, deploy targets are removed, deployments under way are cancelled.');
  else
    say('Deliveries and deployments that were open at that instant go on when the service starts; receivers know repeats by webhook-id.');
  if (header.keys === undefined) {
    const embedded = `put encryption-keys and audit-key.pem of the original into ${storage.home}`;
    say(
      `Before the first start: ${storage.database.kind === 'embedded' ? embedded : 'set SLIPWAY_ENCRYPTION_KEYS and SLIPWAY_AUDIT_KEY of the original'}.`,
    );
  }
  if (missing.count > 0) {
    say(`${counted(missing.count, 'artifact')} MISSING from the artifact root; copy them there:`);
    for (const { workspace, id, size, usedBy } of missing.first) say(`  ${workspace}/${id}  ${size} bytes  ${usedBy}`);
    if (missing.count > missing.first.length) say(`  and ${missing.count - missing.first.length} more`);
  }
  if (missing.count > 0 || auditFault !== null) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  sayBootError(error, [BackupError, MigrationError]);
  process.exitCode = 1;
}
