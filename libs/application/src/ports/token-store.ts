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
  abstract revoke(tx: Transaction, id: string, at: Date): Promise<void>;
  /** Revokes every token of a holder that still counts. @returns how many. */
  abstract revokeAllOf(tx: Transaction, holderType: HolderType, holderId: string, at: Date): Promise<number>;
}
