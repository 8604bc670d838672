import type pg from 'pg';
import { DEFAULT_WORKSPACE } from '#application/shared/command-context';
import { ConfigError } from '#platform/config/config-error';
import type { SecretsConfig } from '#platform/config/secrets-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';
import { SigningKey } from '#platform/crypto/signing';
import { AUDIT_KEY_FACT } from '../audit/prisma-audit-key-store.js';
import { withBootConnection } from './boot-connection.js';

/** A known text, sealed once with each key that this installation ever used: what opens it is that key. */
const KNOWN_TEXT = 'slipway';
const CHECK = 'encryption-check:';

/** Where secrets are kept sealed (`v1.<key id>....`), to know which keys are still needed. */
const SEALED_COLUMNS = [
  ['webhook_endpoint', 'secret'],
  ['webhook_endpoint', 'previous_secret'],
  ['deploy_target', 'credential'],
] as const;

/**
 * Compares the keys of the configuration with those that this database is used with, which it remembers by a check value and by
 * the public key. Wrong ones would show much later otherwise: at the first webhook, or to an auditor.
 * @throws {ConfigError} naming the variable, or the file that the key was read from, and what it should hold; never a key. Also where the database cannot be reached.
 */
export async function checkInstallationKeys(databaseUrl: string, secrets: SecretsConfig): Promise<void> {
  await withBootConnection(databaseUrl, 'slipway-boot', async (client) => {
    const problems = [...(await encryptionProblems(client, secrets)), ...(await auditProblems(client, secrets))];
    if (problems.length > 0) throw new ConfigError(problems);
  });
}

async function encryptionProblems(client: pg.Client, secrets: SecretsConfig): Promise<string[]> {
  const { encryption } = secrets;
  const source = secrets.encryptionKeyFile ?? 'SLIPWAY_ENCRYPTION_KEYS';
  const made = justMade(secrets, source);
  const ring = KeyRing.parse([...encryption.keys].map(([id, key]) => `${id}:${key.toString('base64')}`).join(','));
  const problems: string[] = [];
  for (const id of ring.ids) {
    const sealed = await factOf(client, CHECK + id, () => boxOf(encryption.keys, id).seal(KNOWN_TEXT, placeOf(id)));
    if (opens(new SecretBox(ring), sealed, id)) continue;
    problems.push(
      `${source} holds another key "${id}" than the one that the secrets in this database are sealed with${made}. Give the former key back; a new key needs a new id, in front of the former one.`,
    );
  }
  const known = await client.query<{ key: string }>(`SELECT key FROM instance_fact WHERE workspace = $1 AND key LIKE '${CHECK}%'`, [
    DEFAULT_WORKSPACE,
  ]);
  for (const id of known.rows.map(({ key }) => key.slice(CHECK.length)).filter((known) => ring.find(known) === undefined)) {
    if (!(await isNeeded(client, id))) continue;
    problems.push(
      `${source} lacks the key "${id}", which secrets in this database are sealed with${made}. Put it back, after the current one.`,
    );
  }
  return problems;
}

/** What to say of a file that was missing: whoever did not put it there wonders what it is. */
function justMade({ madeKeyFiles = [] }: SecretsConfig, source: string): string {
  return madeKeyFiles.includes(source) ? ' (the file was missing, and has just been made with a new key)' : '';
}

async function auditProblems(client: pg.Client, secrets: SecretsConfig): Promise<string[]> {
  const { auditKeys, auditKeyFile } = secrets;
  const given = auditKeys.map((key) => SigningKey.of(key));
  const known = await factOf(client, AUDIT_KEY_FACT, () => given[0]?.keyId ?? '');
  const signing = given.find(({ keyId }) => keyId === known);
  if (signing !== undefined) {
    // A database of v0.1.0 knows the key by its id alone.
    await client.query(
      'INSERT INTO audit_key (workspace, key_id, public_key, created_at) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING',
      [DEFAULT_WORKSPACE, signing.keyId, signing.publicKeyPem],
    );
    return [];
  }
  const ids = given.map(({ keyId }) => `id ${keyId}`).join(', ');
  const source = auditKeyFile ?? 'SLIPWAY_AUDIT_KEY';
  const wrong = `${source} holds another key (${ids}) than the one that signs this database's audit checkpoints (id ${known})`;
  const wayOut =
    auditKeyFile === undefined
      ? 'a new key is put behind it and taken by `npm run audit:rotate-key`, which also takes one in place of a key that was lost.'
      : 'if it is lost, `npm run audit:rotate-key -- --lost` lets the one in the file sign.';
  return [`${wrong}${justMade(secrets, source)}. Give that one back; ${wayOut}`];
}

/** The stored fact, or `make()` stored now; of several processes that boot together all get the same. */
async function factOf(client: pg.Client, key: string, make: () => string): Promise<string> {
  const read = async (): Promise<string | undefined> => {
    const found = await client.query<{ value: string }>('SELECT value FROM instance_fact WHERE workspace = $1 AND key = $2', [
      DEFAULT_WORKSPACE,
      key,
    ]);
    return found.rows[0]?.value;
  };
  const known = await read();
  if (known !== undefined) return known;
  await client.query('INSERT INTO instance_fact (workspace, key, value) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [
    DEFAULT_WORKSPACE,
    key,
    make(),
  ]);
  return (await read()) ?? '';
}

async function isNeeded(client: pg.Client, id: string): Promise<boolean> {
  const parts = SEALED_COLUMNS.map(([table, column]) => `EXISTS (SELECT 1 FROM ${table} WHERE starts_with(${column}, $1))`);
  const found = await client.query<{ needed: boolean }>(`SELECT ${parts.join(' OR ')} AS needed`, [`v1.${id}.`]);
  return found.rows[0]?.needed === true;
}

function boxOf(keys: SecretsConfig['encryption']['keys'], id: string): SecretBox {
  return new SecretBox(KeyRing.parse(`${id}:${(keys.get(id) ?? Buffer.alloc(0)).toString('base64')}`));
}

function opens(box: SecretBox, sealed: string, id: string): boolean {
  try {
    return box.open(sealed, placeOf(id)) === KNOWN_TEXT;
  } catch {
    return false;
  }
}

function placeOf(id: string): { table: string; row: string; column: string } {
  return { table: 'instance_fact', row: CHECK + id, column: 'value' };
}
