import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { sha256Hex } from './digest.js';

/** An Ed25519 private key (RFC 8032) that signs audit checkpoints. The key itself never leaves this object. */
export class SigningKey {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;

  private constructor(privateKey: KeyObject) {
    this.#privateKey = privateKey;
    this.#publicKey = createPublicKey(privateKey);
  }

  /**
   * Reads a private key: PKCS#8 as PEM (line ends may be written `\n`, as environment variables often hold them) or as base64 of the DER.
   * @throws Error saying what is expected, never what was given
   */
  static parse(text: string): SigningKey {
    const key = readPrivateKey(text.trim());
    if (key?.asymmetricKeyType !== 'ed25519') {
      throw new Error(
        'the key must be an Ed25519 private key, PKCS#8 as PEM or base64 (for example from "openssl genpkey -algorithm ed25519")',
      );
    }
    return new SigningKey(key);
  }

  /** The same of a key that was read already. @throws Error where it is no Ed25519 private key. */
  static of(key: KeyObject): SigningKey {
    if (key.type !== 'private' || key.asymmetricKeyType !== 'ed25519') throw new Error('the key must be an Ed25519 private key');
    return new SigningKey(key);
  }

  /** A new private key as PKCS#8 PEM, fit for `SigningKey.parse`. */
  static generate(): string {
    return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  }

  /** The signature (64 bytes) of a text (as UTF-8) or of bytes, in base64. */
  sign(data: string | Uint8Array): string {
    return sign(null, Buffer.from(data), this.#privateKey).toString('base64');
  }

  /** The public key as SPKI PEM: what an auditor is given. */
  get publicKeyPem(): string {
    return this.#publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /** Names the key: see `publicKeyId`. */
  get keyId(): string {
    return idOf(this.#publicKey);
  }
}

/**
 * Names a public key (SPKI PEM): the first 16 hex digits of the SHA-256 of its DER.
 * @throws Error if it is no Ed25519 public key
 */
export function publicKeyId(publicKeyPem: string): string {
  return idOf(ed25519PublicKey(publicKeyPem));
}

/**
 * Whether a base64 signature fits the data under an Ed25519 public key (SPKI PEM). A malformed signature is simply false.
 * @throws Error if the public key is not one
 */
export function verifySignature(publicKeyPem: string, data: string | Uint8Array, signature: string): boolean {
  return verify(null, Buffer.from(data), ed25519PublicKey(publicKeyPem), Buffer.from(signature, 'base64'));
}

function ed25519PublicKey(publicKeyPem: string): KeyObject {
  const key = readPublicKey(publicKeyPem);
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error('the key must be an Ed25519 public key as PEM');
  return key;
}

function idOf(publicKey: KeyObject): string {
  return sha256Hex(publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16);
}

function readPrivateKey(text: string): KeyObject | null {
  try {
    if (text.startsWith('-----BEGIN')) return createPrivateKey(text.replaceAll('\\n', '\n'));
    return createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
  } catch {
    return null;
  }
}

function readPublicKey(pem: string): KeyObject | null {
  // `createPublicKey` would also take a private key and derive its public half: an auditor should notice that they were handed the wrong file.
  if (!pem.includes('BEGIN PUBLIC KEY')) return null;
  try {
    return createPublicKey(pem);
  } catch {
    return null;
  }
}
