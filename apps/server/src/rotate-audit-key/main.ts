import 'reflect-metadata';
import { parseArgs } from 'node:util';
import type { Retirement } from '#domain/audit/key-handover';
import { SlipwayError } from '#domain/errors/slipway-error';
import { prepareDatabase } from '#persistence/installation/prepare-database';
import { migrate } from '#persistence/migrate/migrate';
import { MigrationError } from '#persistence/migrate/migration-error';
import { migrationsFolder } from '#persistence/migrate/migrations-folder';
import { loadKeysConfig } from '#platform/config/load-config';
import { sayBootError } from '#platform/process/say-boot-error';
import { openRegistry } from '../maintenance/open-registry.js';
import { say } from '../maintenance/say.js';
import { withRotation } from './with-rotation.js';

const USAGE = `Usage: npm run audit:rotate-key [-- --compromised | --lost]

Lets another key sign the audit checkpoints from now on, beside the running service. With DATABASE_URL the new key stands behind the present
one in SLIPWAY_AUDIT_KEY, there and in every process of the service; with the embedded database it is made here.
--compromised: somebody else may have the present key. --lost: nobody has it any more.`;

/**
 * `npm run audit:rotate-key`: see USAGE. Prints the new public key, and what is left to do. Reaching the database and holding the keys is the
 * credential.
 */
async function main(): Promise<void> {
  const former = options();
  const { database, home, secrets } = loadKeysConfig(process.env);
  const file = secrets.auditKeyFile;
  const opened = await openRegistry({ database, home });
  try {
    // With the former key the boot's own check is made, which registers it on a database of an older release; without it there is nothing to check.
    if (former === 'rotated') await prepareDatabase(opened.url, secrets, say);
    else await migrate(opened.url, { migrationsDir: migrationsFolder(), say });
    const { rotation, checkpoint, trouble } = await withRotation(opened.url, secrets, former);
    process.stdout.write(rotation.publicKey);
    process.stderr.write(
      `The audit key ${rotation.to} signs from now on, in place of ${rotation.from} (${former}). Give auditors the public key above` +
        `${rotation.endorsed ? `, which ${rotation.from} vouches for` : ' by a way that they trust: nothing vouches for it'}.\n` +
        `${checkpoint === null ? `No checkpoint is signed yet: ${trouble}` : `Its first checkpoint is of entry ${checkpoint}.`}\n` +
        (file === undefined
          ? `Leave ${rotation.from} out of SLIPWAY_AUDIT_KEY at the next restart, and destroy it.\n`
          : `${file} holds the new key alone.\n`),
    );
  } finally {
    await opened.close();
  }
}

function options(): Retirement {
  try {
    const flag = { type: 'boolean' } as const;
    const { compromised = false, lost = false } = parseArgs({ options: { compromised: flag, lost: flag } }).values;
    if (compromised && lost) throw new Error('A key that may be in other hands is compromised, also where it was lost.');
    return compromised ? 'compromised' : lost ? 'lost' : 'rotated';
  } catch (error) {
    throw new SlipwayError('INVALID_ARGUMENT', `${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

try {
  await main();
} catch (error) {
  sayBootError(error, [MigrationError, SlipwayError]);
  process.exitCode = 1;
}
