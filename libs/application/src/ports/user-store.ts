import type { Transaction } from './unit-of-work.js';

/** A user as it is stored. */
export interface StoredUser {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly revision: number;
  readonly disabledAt: Date | null;
}

export type NewUser = Pick<StoredUser, 'id' | 'name' | 'displayName' | 'email'>;
export type UserChange = Partial<Pick<StoredUser, 'displayName' | 'email' | 'disabledAt'>>;

export abstract class UserStore {
  /** @returns false when the name is taken. */
  abstract insert(tx: Transaction, workspace: string, user: NewUser, createdAt: Date): Promise<boolean>;
  abstract find(tx: Transaction, workspace: string, id: string): Promise<StoredUser | null>;
  abstract findByName(tx: Transaction, workspace: string, name: string): Promise<StoredUser | null>;
  /** Writes the change and counts the revision up. @returns false when the user no longer has the expected revision. */
  abstract update(tx: Transaction, id: string, expectedRevision: number, change: UserChange): Promise<boolean>;
}
