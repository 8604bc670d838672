import { SecretVault, type SecretPlace } from '#application/ports/secret-vault';
import type { EncryptionKeys } from '#platform/config/secrets-config';
import { KeyRing } from '#platform/crypto/key-ring';
import { SecretBox } from '#platform/crypto/secret-box';

/** The vault over AES-256-GCM with the installation's key ring. */
export class SealedSecretVault extends SecretVault {
  constructor(private readonly box: SecretBox) {
    super();
  }

  /** The vault with the keys of the configuration; the current one seals, all of them open. */
  static withKeys({ current, keys }: EncryptionKeys): SealedSecretVault {
    const ids = [current, ...[...keys.keys()].filter((id) => id !== current)];
    const ring = ids.map((id) => `${id}:${keys.get(id)?.toString('base64') ?? ''}`).join(',');
    return new SealedSecretVault(new SecretBox(KeyRing.parse(ring)));
  }

  override seal(secret: string, place: SecretPlace): string {
    return this.box.seal(secret, place);
  }

  override open(sealed: string, place: SecretPlace): string {
    return this.box.open(sealed, place);
  }
}
