import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ensureHome, readOrCreatePrivateFile } from '../files/private-files.js';

/** Where the generated keys of the embedded default are kept, under SLIPWAY_HOME. */
const ENCRYPTION_KEYS_FILE = 'encryption-keys';
const AUDIT_KEY_FILE = 'audit-key.pem';

/**
 * The two keys of the embedded default, in the form of their environment variables. They are made once, on first use, in files that only
 * the owner can read (0600); two processes that start together get the same keys. Losing them loses the secrets in the database.
 */
export function loadOrCreateKeys(home: string): { SLIPWAY_ENCRYPTION_KEYS: string; SLIPWAY_AUDIT_KEY: string } {
  ensureHome(home);
  const ring = readOrCreatePrivateFile(join(home, ENCRYPTION_KEYS_FILE), () => `k1:${randomBytes(32).toString('base64')}\n`);
  const audit = readOrCreatePrivateFile(
    join(home, AUDIT_KEY_FILE),
    () =>
      generateKeyPairSync('ed25519', {
        privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
        publicKeyEncoding: { type: 'spki', format: 'pem' },
      }).privateKey,
  );
  return { SLIPWAY_ENCRYPTION_KEYS: ring.text.trim(), SLIPWAY_AUDIT_KEY: audit.text.trim() };
}
