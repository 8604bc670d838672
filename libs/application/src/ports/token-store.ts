import type { Narrowing } from '#domain/access/actor';
import type { HolderType } from './identity-store.js';
import type { Transaction } from './unit-of-work.js';

/** A token to store: never its text. */
export interface NewApiToken {
  readonly id: string;
  readonly name: string;
  /** The public part, for lists. */
  readonly prefix: string;
  /** SHA-256 of the text. */
  readonly hash: string;
  readonly holderType: HolderType;
  readonly holderId: string;
  readonly narrowing: Narrowing;
  readonly creatorId: string;
  /** The token that asked for it; null at boot and from the operator's command line. */
  readonly mintedWith?: string | null;
  readonly expiresAt: Date | null;
}

/** A token as the rules for revoking ask it. */
export interface StoredApiToken {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly holderType: HolderType;
  readonly holderId: string;
  /** The owner where the holder is a service account. */
  readonly ownerId: string | null;
  readonly revokedAt: Date | null;
}

export abstract class TokenStore {
  /** @returns false when there is a token of this text already. */
  abstract insert(tx: Transaction, workspace: string, token: NewApiToken, createdAt: Date): Promise<boolean>;
  abstract find(tx: Transaction, workspace: string, id: string): Promise<StoredApiToken | null>;
  /** Whether the token counts at this instant; if so, it is not revoked before the transaction has ended. */
  abstract holdGood(tx: Transaction, workspace: string, id: string): Promise<boolean>;
  abstract revoke(tx: Transaction, id: string, at: Date): Promise<void>;
  /** Revokes every token that was minted with this one, or with one of those, and still counts. @returns their ids. */
  abstract revokeMintedWith(tx: Transaction, id: string, at: Date): Promise<readonly string[]>;
  /** Revokes every token of a holder that still counts. @returns how many. */
  abstract revokeAllOf(tx: Transaction, holderType: HolderType, holderId: string, at: Date): Promise<number>;
}
