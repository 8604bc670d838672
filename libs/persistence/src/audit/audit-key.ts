import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { AuditCrypto, type HeldAuditKey } from '#application/ports/audit-crypto';
import { parseAuditKeys, type SecretsConfig } from '#platform/config/secrets-config';
import { sha256Hex } from '#platform/crypto/digest';
import { SigningKey, verifySignature } from '#platform/crypto/signing';

/** The audit keys of the configuration (Ed25519), and the hash of the chain. */
export class AuditKey extends AuditCrypto {
  private held: readonly [SigningKey, ...SigningKey[]];

  /** The first of `keys` signs where the database names none. `file`, if given, is read again when it names one that is not held. */
  constructor(
    keys: readonly [KeyObject, ...KeyObject[]],
    private readonly file?: string,
  ) {
    super();
    this.held = signingKeysOf(keys);
  }

  /** Those of a configuration. */
  static of({ auditKeys, auditKeyFile }: SecretsConfig): AuditKey {
    return new AuditKey(auditKeys, auditKeyFile);
  }

  override get keys(): readonly [HeldAuditKey, ...HeldAuditKey[]] {
    return this.held;
  }

  /** Id of the first key. */
  get keyId(): string {
    return this.held[0].keyId;
  }

  /** Public half of the first key. */
  get publicKeyPem(): string {
    return this.held[0].publicKeyPem;
  }

  override sha256(text: string): string {
    return sha256Hex(text);
  }

  override sign(text: string, keyId: string): string | null {
    if (this.find(keyId) === undefined) this.readAgain();
    return this.find(keyId)?.sign(text) ?? null;
  }

  override verify(publicKeyPem: string, text: string, signature: string): boolean {
    return verifySignature(publicKeyPem, text, signature);
  }

  private find(keyId: string): SigningKey | undefined {
    return this.held.find((key) => key.keyId === keyId);
  }

  private readAgain(): void {
    if (this.file === undefined) return;
    const keys = parseAuditKeys(readFileSync(this.file, 'utf8').trim());
    if (keys !== undefined) this.held = signingKeysOf(keys);
  }
}

function signingKeysOf([first, ...others]: readonly [KeyObject, ...KeyObject[]]): readonly [SigningKey, ...SigningKey[]] {
  return [SigningKey.of(first), ...others.map((key) => SigningKey.of(key))];
}
