import type { Transaction } from './unit-of-work.js';

/** A group as it is stored. */
export interface StoredGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly revision: number;
}

export type NewGroup = Omit<StoredGroup, 'revision'>;
export type GroupChange = Partial<Pick<StoredGroup, 'name' | 'description'>>;

export abstract class GroupStore {
  /** @returns false when the name is taken. */
  abstract insert(tx: Transaction, workspace: string, group: NewGroup, createdAt: Date): Promise<boolean>;
  abstract find(tx: Transaction, workspace: string, id: string): Promise<StoredGroup | null>;
  /** Writes the change and counts the revision up. @returns false when the group no longer has the expected revision. */
  abstract update(tx: Transaction, id: string, expectedRevision: number, change: GroupChange): Promise<boolean>;
  abstract isNameTaken(tx: Transaction, workspace: string, name: string): Promise<boolean>;
  /** Removes the group with its memberships; its bindings are the binding store's. */
  abstract delete(tx: Transaction, id: string): Promise<void>;
  /** @returns false when the user is a member already. */
  abstract addMember(tx: Transaction, workspace: string, groupId: string, userId: string): Promise<boolean>;
  /** @returns false when the user is no member. */
  abstract removeMember(tx: Transaction, groupId: string, userId: string): Promise<boolean>;
}
