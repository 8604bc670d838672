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
  /** Ed25519 private key that signs audit checkpoints. */
  readonly auditKey: KeyObject;
}

const RING =
  'keys as id:base64 of 32 bytes, the current one first, separated by commas; make one with: echo "k1:$(openssl rand -base64 32)"';
const AUDIT = 'an Ed25519 private key as PKCS#8 PEM, or the base64 of that; make one with: openssl genpkey -algorithm ed25519';

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
      const key = parseAuditKey(value);
      if (key !== undefined) return key;
      context.addIssue({ code: 'custom', message: AUDIT });
      return z.NEVER;
    }),
  })
  .transform((env) => ({ encryption: env.SLIPWAY_ENCRYPTION_KEYS, auditKey: env.SLIPWAY_AUDIT_KEY }));

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

function parseAuditKey(value: string): KeyObject | undefined {
  // A PEM in an environment file often has its line ends written as the two characters \n.
  const text = value.replaceAll('\\n', '\n');
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  try {
    const key = pem.includes('-----BEGIN')
      ? createPrivateKey(pem)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
