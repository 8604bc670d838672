import { generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { beforeEach, expect, it } from 'vitest';
import type { SecretsConfig } from '#platform/config/secrets-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';
import { SigningKey } from '#platform/crypto/signing';
import { createTestDatabase } from '#testing/database/test-database';
import { checkInstallationKeys } from './installation-keys.js';

const k1 = randomBytes(32);
const k2 = randomBytes(32);
const auditKey = generateKeyPairSync('ed25519').privateKey;
const secrets = (keys: Record<string, Buffer>, audit = auditKey): SecretsConfig => ({
  encryption: { current: Object.keys(keys)[0] ?? '', keys: new Map(Object.entries(keys)) },
  auditKeys: [audit],
});

let url: string;

beforeEach(async (context) => {
  const database = await createTestDatabase();
  url = database.url;
  context.onTestFinished(() => database.drop());
});

async function query(sql: string, values: unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql, values);
  await client.end();
}

it('remembers the keys of the first boot, and takes them again', async () => {
  await Promise.all([1, 2, 3].map(() => checkInstallationKeys(url, secrets({ k1 }))));
  await checkInstallationKeys(url, secrets({ k1 }));
});

it('refuses another key under the same id, without showing either', async () => {
  await checkInstallationKeys(url, secrets({ k1 }));
  const refusal = await checkInstallationKeys(url, secrets({ k1: k2 })).catch((error: unknown) => String(error));
  expect(refusal).toMatch(/SLIPWAY_ENCRYPTION_KEYS holds another key "k1"/);
  expect(refusal).not.toContain(k2.toString('base64'));
});

it('takes a new key in front, and lets the old one go only when nothing is sealed with it any more', async () => {
  await checkInstallationKeys(url, secrets({ k1 }));
  await checkInstallationKeys(url, secrets({ k2, k1 }));
  await checkInstallationKeys(url, secrets({ k2 }));
  const sealed = new SecretBox(KeyRing.parse(`k1:${k1.toString('base64')}`)).seal('s', { table: 't', row: 'r', column: 'c' });
  await query(
    `INSERT INTO deploy_target (id, workspace, name, models, stage, repository, workflow, ref, credential_kind, credential, creator, created_at, updated_at)
     VALUES ('dtg_1', 'default', 'n', '*', 'Production', 'a/b', 'w', 'main', 'token', $1, '{}', now(), now())`,
    [sealed],
  );
  await expect(checkInstallationKeys(url, secrets({ k2 }))).rejects.toThrow(/SLIPWAY_ENCRYPTION_KEYS lacks the key "k1"/);
  await checkInstallationKeys(url, secrets({ k2, k1 }));
});

it('refuses another audit key, naming both by their ids', async () => {
  await checkInstallationKeys(url, secrets({ k1 }));
  const other = generateKeyPairSync('ed25519').privateKey;
  await expect(checkInstallationKeys(url, secrets({ k1 }, other))).rejects.toThrow(
    /SLIPWAY_AUDIT_KEY holds another key \(id [0-9a-f]{16}\).*\(id [0-9a-f]{16}\)/,
  );
});

it('knows the key of before by its public half, and takes the one that it was handed over to, not the former alone', async () => {
  const next = generateKeyPairSync('ed25519').privateKey;
  // As v0.1.0 leaves it: an id and nothing else.
  const [id, nextId] = [SigningKey.of(auditKey).keyId, SigningKey.of(next).keyId];
  await query(`INSERT INTO instance_fact (workspace, key, value) VALUES ('default', 'audit-key', $1)`, [id]);
  await checkInstallationKeys(url, { ...secrets({ k1 }), auditKeys: [next, auditKey] });
  await query(`UPDATE audit_key SET retired_at = now(), retired_for = 'rotated' WHERE key_id = $1`, [id]);
  await query(`INSERT INTO audit_key (workspace, key_id, public_key, created_at) VALUES ('default', $1, 'p', now())`, [nextId]);
  await query(`UPDATE instance_fact SET value = $1 WHERE key = 'audit-key'`, [nextId]);
  await expect(checkInstallationKeys(url, secrets({ k1 }))).rejects.toThrow(
    new RegExp(`SLIPWAY_AUDIT_KEY holds another key \\(id ${id}\\).*\\(id ${nextId}\\).*audit:rotate-key`),
  );
  await checkInstallationKeys(url, { ...secrets({ k1 }), auditKeys: [auditKey, next] });
  await checkInstallationKeys(url, secrets({ k1 }, next));
});

it('names the file that a key was read from, and says where it was missing', async () => {
  await checkInstallationKeys(url, secrets({ k1 }));
  const [encryptionKeyFile, auditKeyFile] = ['/srv/home/encryption-keys', '/srv/home/audit-key.pem'];
  const restored = { ...secrets({ k1: k2 }, generateKeyPairSync('ed25519').privateKey), encryptionKeyFile, auditKeyFile };
  const refusal = async (of: SecretsConfig): Promise<readonly string[]> =>
    checkInstallationKeys(url, of).then(
      () => [],
      (error: unknown) => (error instanceof Error ? error.message.split('\n') : []),
    );
  expect(await refusal({ ...restored, madeKeyFiles: [encryptionKeyFile, auditKeyFile] })).toEqual([
    expect.stringMatching(/^\/srv\/home\/encryption-keys holds another key "k1".*the file was missing, and has just been made/),
    expect.stringMatching(/^\/srv\/home\/audit-key.pem holds another key \(id .*just been made.*audit:rotate-key -- --lost/),
  ]);
  const [ring, audit] = await refusal({ ...restored, madeKeyFiles: [] });
  expect(`${ring}${audit}`).not.toMatch(/just been made|SLIPWAY_/);
});
