import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureHome, readIfPresent, readOrCreatePrivateFile, writePrivateFile } from '../files/private-files.js';

/** Where the generated keys of the embedded default are kept, under SLIPWAY_HOME. */
const ENCRYPTION_KEYS_FILE = 'encryption-keys';
const AUDIT_KEY_FILE = 'audit-key.pem';

/** The two keys in the form of their environment variables. */
export interface KeyTexts {
  readonly SLIPWAY_ENCRYPTION_KEYS: string;
  readonly SLIPWAY_AUDIT_KEY: string;
}

/** The keys that were made under this home; undefined where none are. */
export function readKeys(home: string): KeyTexts | undefined {
  const ring = readIfPresent(encryptionKeyFile(home));
  const audit = readIfPresent(auditKeyFile(home));
  return ring === undefined || audit === undefined ? undefined : { SLIPWAY_ENCRYPTION_KEYS: ring.trim(), SLIPWAY_AUDIT_KEY: audit.trim() };
}

/** The file of the encryption keys under this home. */
export function encryptionKeyFile(home: string): string {
  return join(home, ENCRYPTION_KEYS_FILE);
}

/** The file of the audit keys under this home. */
export function auditKeyFile(home: string): string {
  return join(home, AUDIT_KEY_FILE);
}

/** Puts these keys under a home, in place of what is there. */
export function keepKeys(home: string, keys: KeyTexts): void {
  ensureHome(home);
  writePrivateFile(encryptionKeyFile(home), `${keys.SLIPWAY_ENCRYPTION_KEYS}\n`);
  writePrivateFile(auditKeyFile(home), `${keys.SLIPWAY_AUDIT_KEY}\n`);
}

/**
 * The two keys of the embedded default, in the form of their environment variables. They are made once, on first use, in files that only
 * the owner can read (0600); two processes that start together get the same keys. Losing them loses the secrets in the database.
 * `made` has the files that were made by this call.
 */
export function loadOrCreateKeys(home: string): { readonly keys: KeyTexts; readonly made: readonly string[] } {
  ensureHome(home);
  const ring = readOrCreatePrivateFile(encryptionKeyFile(home), () => `k1:${randomBytes(32).toString('base64')}\n`);
  const audit = readOrCreatePrivateFile(
    auditKeyFile(home),
    () =>
      generateKeyPairSync('ed25519', {
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      }).privateKey,
  );
  return {
    keys: { SLIPWAY_ENCRYPTION_KEYS: ring.text.trim(), SLIPWAY_AUDIT_KEY: audit.text.trim() },
    made: [...(ring.created ? [encryptionKeyFile(home)] : []), ...(audit.created ? [auditKeyFile(home)] : [])],
  };
}
