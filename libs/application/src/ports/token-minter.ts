/** A token at the one moment when its text is known. */
export interface MintedToken {
  /** Shown once, never stored. */
  readonly token: string;
  /** Public, stored. */
  readonly prefix: string;
  /** Stored. */
  readonly hash: string;
}

/** Makes the texts of API tokens. */
export abstract class TokenMinter {
  /** A new unguessable token. */
  abstract mint(): MintedToken;
  /** What to store of a text that an operator chose; its prefix tells nothing of the text unless it has the form of our own tokens. */
  abstract adopt(text: string): MintedToken;
}
