import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupError } from '#persistence/backup/backup-format';
import { writeBackup } from '#persistence/backup/write-backup';
import { readKeys, type KeyTexts } from '#platform/config/load-or-create-keys';
import { sayBootError } from '#platform/process/say-boot-error';
import { serviceVersion } from '#platform/version/service-version';
import { openRegistry } from '../maintenance/open-registry.js';
import { counted, sized, storageOf, type Storage } from './storage.js';

const USAGE = `usage: npm run backup -- FILE [--with-artifacts | --without-artifacts] [--with-keys]
FILE is made anew. The bytes of artifacts are in it where they are kept in a folder, unless told otherwise; of a bucket they are listed.`;

/** `npm run backup -- FILE`: rows and artifacts of DATABASE_URL, or of the embedded database of SLIPWAY_HOME, as of one instant; also beside a running service. */
async function main(): Promise<void> {
  const { file, withArtifacts, withKeys } = options();
  const storage = storageOf(process.env);
  const keys = withKeys ? keysOf(storage) : undefined;
  const included = withArtifacts ?? storage.artifacts.kind === 'file';
  const database = await openRegistry(storage);
  try {
    const { header, end, bytes } = await writeBackup({
      databaseUrl: database.url,
      file,
      release: serviceVersion(),
      ...(included ? { blobs: storage.blobs } : {}),
      ...(keys === undefined ? {} : { keys }),
      onUnreadable: ({ id }, finding) => process.stderr.write(`The artifact ${id} is not in the backup: ${finding}\n`),
    });
    const rows = Object.values(end.tables).reduce((sum, table) => sum + table.rows, 0);
    const artifacts = `${counted(end.artifacts.count, 'artifact')} (${sized(end.artifacts.bytes)}, ${header.artifacts})`;
    process.stdout.write(`${file}: ${counted(rows, 'row')}, ${artifacts}, as of ${header.at}; ${sized(bytes)}\n`);
    process.stderr.write(`${whatElse(storage, included, withKeys)}\n`);
    if (end.unreadable > 0) process.exitCode = 1;
  } finally {
    await database.close();
  }
}

function options(): { readonly file: string; readonly withArtifacts: boolean | undefined; readonly withKeys: boolean } {
  try {
    const flag = { type: 'boolean' } as const;
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { 'with-artifacts': flag, 'without-artifacts': flag, 'with-keys': flag },
    });
    const [file, ...more] = positionals;
    const both = values['with-artifacts'] === true && values['without-artifacts'] === true;
    if (file === undefined || more.length > 0 || both) throw new BackupError(USAGE);
    const withArtifacts = values['without-artifacts'] === true ? false : values['with-artifacts'];
    return { file: resolve(file), withArtifacts, withKeys: values['with-keys'] === true };
  } catch (error) {
    throw error instanceof BackupError ? error : new BackupError(`${error instanceof Error ? error.message : ''}\n${USAGE}`);
  }
}

function keysOf({ home, database }: Storage): KeyTexts {
  const keys = database.kind === 'embedded' ? readKeys(home) : undefined;
  if (keys !== undefined) return keys;
  throw new BackupError(
    database.kind === 'external'
      ? 'With DATABASE_URL the keys are in your environment (SLIPWAY_ENCRYPTION_KEYS, SLIPWAY_AUDIT_KEY): keep them where you keep other secrets, and leave --with-keys away.'
      : `There are no keys in ${home}.`,
  );
}

/** What a restore needs beside the file: said every time, because it is missed too late. */
function whatElse({ home, database, artifacts }: Storage, included: boolean, withKeys: boolean): string {
  const where =
    database.kind === 'embedded' ? `encryption-keys and audit-key.pem in ${home}` : 'SLIPWAY_ENCRYPTION_KEYS and SLIPWAY_AUDIT_KEY';
  const keys = withKeys
    ? 'THE KEYS ARE IN IT: whoever has the file can open every secret of the registry.'
    : `THE KEYS ARE NOT IN IT: keep ${where} too, apart from the file. Without them the secrets of webhooks and deploy targets are lost.`;
  const place = artifacts.kind === 'file' ? artifacts.path : `s3://${artifacts.bucket}/${artifacts.prefix}`;
  return included ? keys : `${keys}\nThe bytes of artifacts are not in it: keep a copy of ${place} that is as new as the file, or newer.`;
}

try {
  await main();
} catch (error) {
  sayBootError(error, [BackupError]);
  process.exitCode = 1;
}
