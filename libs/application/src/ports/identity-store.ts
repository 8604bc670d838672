import type { RoleBinding } from '#domain/access/actor';
import type { Transaction } from './unit-of-work.js';

/** Who can hold roles. */
export const SUBJECT_TYPES = ['user', 'group', 'service_account'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** Who can hold tokens. */
export const HOLDER_TYPES = ['user', 'service_account'] as const;
export type HolderType = (typeof HOLDER_TYPES)[number];

/** A user or service account as the rules for tokens ask it. */
export interface Holder {
  readonly type: HolderType;
  readonly id: string;
  readonly name: string;
  /** The owner of a service account; null for a user. */
  readonly ownerId: string | null;
  readonly disabled: boolean;
  /** Own bindings and those of groups. */
  readonly bindings: readonly RoleBinding[];
}

/** What the rules ask about all identities together. */
export abstract class IdentityStore {
  /** Makes changes of identities of one workspace follow one another, across replicas, until the transaction ends. */
  abstract lock(tx: Transaction, workspace: string): Promise<void>;
  /** How many enabled users are administrators (the role admin on `*`), by a binding of their own or through a group. */
  abstract countAdministrators(tx: Transaction, workspace: string): Promise<number>;
  /** Of the administrators the one who was created first, or null. */
  abstract firstAdministrator(workspace: string): Promise<{ readonly id: string; readonly name: string } | null>;
  /** The name of a user, group or service account, or null. */
  abstract findSubject(tx: Transaction, workspace: string, type: SubjectType, id: string): Promise<string | null>;
  abstract findHolder(tx: Transaction, workspace: string, type: HolderType, id: string): Promise<Holder | null>;
}
