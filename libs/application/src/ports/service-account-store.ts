import type { Transaction } from './unit-of-work.js';

/** A service account as it is stored. */
export interface StoredServiceAccount {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly ownerId: string;
  readonly revision: number;
  readonly disabledAt: Date | null;
}

export type NewServiceAccount = Pick<StoredServiceAccount, 'id' | 'name' | 'description' | 'ownerId'>;
export type ServiceAccountChange = Partial<Pick<StoredServiceAccount, 'description' | 'ownerId' | 'disabledAt'>>;

export abstract class ServiceAccountStore {
  /** @returns false when the name is taken. */
  abstract insert(tx: Transaction, workspace: string, account: NewServiceAccount, createdAt: Date): Promise<boolean>;
  abstract find(tx: Transaction, workspace: string, id: string): Promise<StoredServiceAccount | null>;
  /** Writes the change and counts the revision up. @returns false when the account no longer has the expected revision. */
  abstract update(tx: Transaction, id: string, expectedRevision: number, change: ServiceAccountChange): Promise<boolean>;
  /** Removes the account; its tokens and bindings are the other stores'. */
  abstract delete(tx: Transaction, id: string): Promise<void>;
}
