import { SecretVault, type SecretPlace } from '#application/ports/secret-vault';
import type { SecretBox } from '#platform/crypto/secret-box';

/** The vault over AES-256-GCM with the installation's key ring. */
export class SealedSecretVault extends SecretVault {
  constructor(private readonly box: SecretBox) {
    super();
  }

  override seal(secret: string, place: SecretPlace): string {
    return this.box.seal(secret, place);
  }

  override open(sealed: string, place: SecretPlace): string {
    return this.box.open(sealed, place);
  }
}
