/** The public side of a key that this process can sign with. */
export interface HeldAuditKey {
  /** Names the key: the first 16 hex digits of the SHA-256 of its public half in DER. */
  readonly keyId: string;
  /** SPKI PEM: what an auditor is given. */
  readonly publicKeyPem: string;
}

/** The hash of the chain and the keys that sign checkpoints, whose private halves the database never sees. */
export abstract class AuditCrypto {
  /** SHA-256 of the text's UTF-8 bytes, 64 lower-case hex digits. */
  abstract sha256(text: string): string;
  /** The keys that are configured, in their order. On a database that knows none yet the first one signs. */
  abstract readonly keys: readonly [HeldAuditKey, ...HeldAuditKey[]];
  /** Ed25519 signature over the text's UTF-8 bytes, base64; null where this process does not hold that key. */
  abstract sign(text: string, keyId: string): string | null;
  /** Whether the signature fits the text under a public key (SPKI PEM). */
  abstract verify(publicKeyPem: string, text: string, signature: string): boolean;
}
