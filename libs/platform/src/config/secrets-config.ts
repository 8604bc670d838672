import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** AES-256 keys for secrets at rest, by id. New secrets use the current one; the others still open what they closed. */
export interface EncryptionKeys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

/** The keys that the database never sees. */
export interface SecretsConfig {
  readonly encryption: EncryptionKeys;
  /** Ed25519 private keys that may sign audit checkpoints. Which of them does is in the database; on a new one it is the first. */
  readonly auditKeys: AuditKeys;
  /** Where they were read from, if that is a file of ours: it is read again when the database asks for a key that is not among them. */
  readonly auditKeyFile?: string;
  /** Where the encryption keys were read from, if that is a file of ours. */
  readonly encryptionKeyFile?: string;
  /** Which of these files were missing and have been made just now: on a database with data these are not its keys. */
  readonly madeKeyFiles?: readonly string[];
}

/** At least one, each another. */
export type AuditKeys = readonly [KeyObject, ...KeyObject[]];

const RING =
  'keys as id:base64 of 32 bytes, the current one first, separated by commas; make one with: echo "k1:$(openssl rand -base64 32)"';
const AUDIT =
  'an Ed25519 private key as PKCS#8 PEM, or the base64 of that (while it is changed: both, separated by a comma); make one with: openssl genpkey -algorithm ed25519';

/** The schema of this area; both variables are required here. */
export const secretsSchema: z.ZodType<SecretsConfig> = z
  .object({
    SLIPWAY_ENCRYPTION_KEYS: z.string({ error: RING }).transform((value, context) => {
      const ring = parseRing(value);
      if (ring !== undefined) return ring;
      context.addIssue({ code: 'custom', message: RING });
      return z.NEVER;
    }),
    SLIPWAY_AUDIT_KEY: z.string({ error: AUDIT }).transform((value, context) => {
      const keys = parseAuditKeys(value);
      if (keys !== undefined) return keys;
      context.addIssue({ code: 'custom', message: AUDIT });
      return z.NEVER;
    }),
  })
  .transform((env) => ({ encryption: env.SLIPWAY_ENCRYPTION_KEYS, auditKeys: env.SLIPWAY_AUDIT_KEY }));

function parseRing(value: string): EncryptionKeys | undefined {
  const entries = value.split(',').map((item) => /^\s*([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)\s*$/.exec(item));
  const keys = new Map<string, Buffer>();
  for (const entry of entries) {
    const [, id, encoded] = entry ?? [];
    if (id === undefined || encoded === undefined || keys.has(id)) return undefined;
    keys.set(id, Buffer.from(encoded, 'base64'));
  }
  const current = keys.keys().next().value;
  return current === undefined ? undefined : { current, keys };
}

/**
 * Reads audit keys: PKCS#8 as PEM, base64 of PEM, or base64 of DER, one or more with commas (between PEM: anything that is blank) between them.
 * @returns undefined where one of them is no Ed25519 private key, or stands twice.
 */
export function parseAuditKeys(value: string): AuditKeys | undefined {
  // A PEM in an environment file often has its line ends written as the two characters \n.
  const items = value.replaceAll('\\n', '\n').split(',').flatMap(keyTextsOf);
  const [first, ...others] = items.map(parseAuditKey);
  if (first === undefined) return undefined;
  const keys: KeyObject[] = [];
  for (const key of others) {
    if (key === undefined || [first, ...keys].some((other) => other.equals(key))) return undefined;
    keys.push(key);
  }
  return [first, ...keys];
}

/** The keys in a text: its PEM blocks, those of the text that it is the base64 of, or the text itself. Empty ones where more is in it. */
function keyTextsOf(text: string): readonly string[] {
  const decoded = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  if (!decoded.includes('-----BEGIN')) return [text];
  const block = /-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g;
  return decoded.replaceAll(block, '').trim() === '' ? (decoded.match(block) ?? ['']) : [''];
}

function parseAuditKey(text: string): KeyObject | undefined {
  try {
    const key = text.includes('-----BEGIN')
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
