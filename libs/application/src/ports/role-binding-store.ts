import type { Role } from '#domain/access/role';
import type { SubjectType } from './identity-store.js';
import type { Transaction } from './unit-of-work.js';

/** A role of a subject on a pattern, as it is stored. */
export interface StoredRoleBinding {
  readonly id: string;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly role: Role;
  readonly pattern: string;
}

export interface NewRoleBinding extends StoredRoleBinding {
  readonly creatorId: string;
}

export abstract class RoleBindingStore {
  /** @returns false when the subject has exactly this binding already. */
  abstract insert(tx: Transaction, workspace: string, binding: NewRoleBinding, createdAt: Date): Promise<boolean>;
  abstract find(tx: Transaction, workspace: string, id: string): Promise<StoredRoleBinding | null>;
  abstract delete(tx: Transaction, id: string): Promise<void>;
  /** Removes all bindings of a subject. @returns what they were, for the audit log. */
  abstract deleteAllOf(tx: Transaction, subjectType: SubjectType, subjectId: string): Promise<readonly StoredRoleBinding[]>;
  /** True where anybody has the role admin on `*`. */
  abstract hasAdministrator(tx: Transaction, workspace: string): Promise<boolean>;
}
