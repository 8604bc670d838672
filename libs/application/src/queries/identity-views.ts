import type { Actor } from '#domain/access/actor';
import type { Role } from '#domain/access/role';
import type { HolderType, SubjectType } from '#application/ports/identity-store';
import type { Page, PageRequest } from '#application/shared/page';

/** A user. Everybody who is signed in may know who there is (approvers have names); the mail address is for administrators and the user. */
export interface UserView {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  /** Null where there is none and where the reader may not see it. */
  readonly email: string | null;
  readonly disabled: boolean;
  readonly revision: number;
  readonly createdAt: Date;
}

export interface GroupView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly revision: number;
  readonly createdAt: Date;
}

export interface GroupMemberView {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
}

/** A service account, which administrators, its owner and itself see. */
export interface ServiceAccountView {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly owner: { readonly id: string; readonly name: string };
  readonly disabled: boolean;
  readonly revision: number;
  readonly createdAt: Date;
}

/** A token without its text, which administrators, its holder and the owner of the service account that holds it see. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly holder: { readonly type: HolderType; readonly id: string; readonly name: string };
  readonly role: Role | null;
  readonly patterns: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** The token that it was minted with; null where that is not known. */
  readonly mintedWith: string | null;
}

/** A role of somebody on a pattern, which whoever may grant there sees, and its subject (also through a group, or as a service account's owner). */
export interface RoleBindingView {
  readonly id: string;
  readonly subject: { readonly type: SubjectType; readonly id: string; readonly name: string };
  readonly role: Role;
  readonly pattern: string;
  readonly createdAt: Date;
}

export interface UserQuery extends PageRequest {
  readonly name?: string;
}

export interface ServiceAccountQuery extends PageRequest {
  readonly ownerId?: string;
}

export interface TokenQuery extends PageRequest {
  readonly holderId?: string;
  /** Those that were minted with this token. */
  readonly mintedWith?: string;
}

export interface RoleBindingQuery extends PageRequest {
  readonly subjectId?: string;
  readonly pattern?: string;
}

/**
 * Read model of identities; every method leaves out what the actor may not see. Users, groups and accounts come by name, tokens and
 * bindings newest first. `find...` answers null for what is not there or not to be seen; lists throw INVALID_CURSOR.
 */
export abstract class IdentityViews {
  abstract findUser(workspace: string, actor: Actor, id: string): Promise<UserView | null>;
  abstract listUsers(workspace: string, actor: Actor, query: UserQuery): Promise<Page<UserView>>;
  abstract findGroup(workspace: string, actor: Actor, id: string): Promise<GroupView | null>;
  abstract listGroups(workspace: string, actor: Actor, query: PageRequest): Promise<Page<GroupView>>;
  /** Null where there is no such group. */
  abstract listMembers(workspace: string, actor: Actor, groupId: string, query: PageRequest): Promise<Page<GroupMemberView> | null>;
  abstract findServiceAccount(workspace: string, actor: Actor, id: string): Promise<ServiceAccountView | null>;
  abstract listServiceAccounts(workspace: string, actor: Actor, query: ServiceAccountQuery): Promise<Page<ServiceAccountView>>;
  abstract findToken(workspace: string, actor: Actor, id: string): Promise<TokenView | null>;
  abstract listTokens(workspace: string, actor: Actor, query: TokenQuery): Promise<Page<TokenView>>;
  abstract findRoleBinding(workspace: string, actor: Actor, id: string): Promise<RoleBindingView | null>;
  abstract listRoleBindings(workspace: string, actor: Actor, query: RoleBindingQuery): Promise<Page<RoleBindingView>>;
}
