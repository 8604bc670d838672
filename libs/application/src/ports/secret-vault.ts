/** Where a secret is stored; part of what its seal protects, so that a sealed text does not open in another row. */
export interface SecretPlace {
  readonly table: string;
  /** The row's id. */
  readonly row: string;
  readonly column: string;
}

/** Keeps secrets unreadable at rest (rule 13). */
export abstract class SecretVault {
  /** The text to store in place of the secret. */
  abstract seal(secret: string, place: SecretPlace): string;
  /** @throws when it was not sealed for this place with a key of ours; the error holds no secret. */
  abstract open(sealed: string, place: SecretPlace): string;
}
