/** The hash of the chain and the key that signs checkpoints, which the database never sees. */
export abstract class AuditCrypto {
  /** SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits. */
  abstract sha256(text: string): string;
  /** Ed25519 signature over the text's UTF-8 bytes, base64. */
  abstract sign(text: string): string;
  /** Names the key. */
  abstract readonly keyId: string;
  /** The public key, SPKI PEM: what an auditor is given. */
  abstract readonly publicKeyPem: string;
}
