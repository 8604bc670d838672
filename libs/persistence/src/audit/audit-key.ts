import type { KeyObject } from 'node:crypto';
import { AuditCrypto } from '#application/ports/audit-crypto';
import { sha256Hex } from '#platform/crypto/digest';
import { SigningKey } from '#platform/crypto/signing';

/** The audit key of the configuration (Ed25519), and the hash of the chain. */
export class AuditKey extends AuditCrypto {
  private readonly key: SigningKey;
  override readonly keyId: string;
  override readonly publicKeyPem: string;

  constructor(privateKey: KeyObject) {
    super();
    this.key = SigningKey.parse(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    this.keyId = this.key.keyId;
    this.publicKeyPem = this.key.publicKeyPem;
  }

  override sha256(text: string): string {
    return sha256Hex(text);
  }

  override sign(text: string): string {
    return this.key.sign(text);
  }
}
