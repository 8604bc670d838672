import { Injectable } from '@nestjs/common';
import { CursorCodec } from '#application/ports/cursor-codec';
import {
  IdentityViews,
  type GroupMemberView,
  type GroupView,
  type RoleBindingQuery,
  type RoleBindingView,
  type ServiceAccountQuery,
  type ServiceAccountView,
  type TokenQuery,
  type TokenView,
  type UserQuery,
  type UserView,
} from '#application/queries/identity-views';
import type { Page, PageRequest } from '#application/shared/page';
import type { Actor } from '#domain/access/actor';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { Prisma } from '../generated/client.js';
import { bindingsSeen, seesPeople, seesServiceAccount, tokensSeen } from './visibility.js';

type ByName = { readonly id: string; readonly name: string };
type ByTime = { readonly id: string; readonly createdAt: Date };

/** Identities as doors show them, filtered by what the actor may see. */
@Injectable()
export class PrismaIdentityViews extends IdentityViews {
  constructor(
    private readonly database: Database,
    private readonly cursors: CursorCodec,
  ) {
    super();
  }

  override async findUser(workspace: string, actor: Actor, id: string): Promise<UserView | null> {
    return (await this.users(workspace, actor, Prisma.sql`t.id = ${id}`, Prisma.empty))[0] ?? null;
  }

  override listUsers(workspace: string, actor: Actor, query: UserQuery): Promise<Page<UserView>> {
    const filter = query.name === undefined ? Prisma.sql`true` : Prisma.sql`t.name = ${query.name}`;
    return this.byName(scope('users', query.name), query, filter, (where, tail) => this.users(workspace, actor, where, tail));
  }

  override async findGroup(workspace: string, actor: Actor, id: string): Promise<GroupView | null> {
    return (await this.groups(workspace, actor, Prisma.sql`t.id = ${id}`, Prisma.empty))[0] ?? null;
  }

  override listGroups(workspace: string, actor: Actor, query: PageRequest): Promise<Page<GroupView>> {
    return this.byName('groups', query, Prisma.sql`true`, (where, tail) => this.groups(workspace, actor, where, tail));
  }

  override async listMembers(workspace: string, actor: Actor, groupId: string, query: PageRequest): Promise<Page<GroupMemberView> | null> {
    if ((await this.findGroup(workspace, actor, groupId)) === null) return null;
    return this.byName(scope('members', groupId), query, Prisma.sql`m.group_id = ${groupId}`, (where, tail) =>
      this.read<GroupMemberView>(Prisma.sql`
        SELECT t.id, t.name, t.display_name AS "displayName" FROM group_member m JOIN user_account t ON t.id = m.user_id
        WHERE t.workspace = ${workspace} AND ${where} ${tail}`),
    );
  }

  override async findServiceAccount(workspace: string, actor: Actor, id: string): Promise<ServiceAccountView | null> {
    return (await this.accounts(workspace, actor, Prisma.sql`t.id = ${id}`, Prisma.empty))[0] ?? null;
  }

  override listServiceAccounts(workspace: string, actor: Actor, query: ServiceAccountQuery): Promise<Page<ServiceAccountView>> {
    const filter = query.ownerId === undefined ? Prisma.sql`true` : Prisma.sql`t.owner_id = ${query.ownerId}`;
    return this.byName(scope('service-accounts', query.ownerId), query, filter, (where, tail) =>
      this.accounts(workspace, actor, where, tail),
    );
  }

  override async findToken(workspace: string, actor: Actor, id: string): Promise<TokenView | null> {
    return (await this.tokens(workspace, actor, Prisma.sql`t.id = ${id}`, Prisma.empty))[0] ?? null;
  }

  override listTokens(workspace: string, actor: Actor, query: TokenQuery): Promise<Page<TokenView>> {
    const { holderId, mintedWith } = query;
    const filter = Prisma.join(
      [
        holderId === undefined ? Prisma.sql`true` : Prisma.sql`t.holder_id = ${holderId}`,
        mintedWith === undefined ? Prisma.sql`true` : Prisma.sql`t.minted_with = ${mintedWith}`,
      ],
      ' AND ',
    );
    return this.newestFirst(scope('tokens', holderId, mintedWith), query, filter, (where, tail) =>
      this.tokens(workspace, actor, where, tail),
    );
  }

  override async findRoleBinding(workspace: string, actor: Actor, id: string): Promise<RoleBindingView | null> {
    return (await this.bindings(workspace, actor, Prisma.sql`t.id = ${id}`, Prisma.empty))[0] ?? null;
  }

  override listRoleBindings(workspace: string, actor: Actor, query: RoleBindingQuery): Promise<Page<RoleBindingView>> {
    const { subjectId, pattern } = query;
    const filter = Prisma.join(
      [
        subjectId === undefined ? Prisma.sql`true` : Prisma.sql`t.subject_id = ${subjectId}`,
        pattern === undefined ? Prisma.sql`true` : Prisma.sql`t.pattern = ${pattern}`,
      ],
      ' AND ',
    );
    return this.newestFirst(scope('role-bindings', subjectId, pattern), query, filter, (where, tail) =>
      this.bindings(workspace, actor, where, tail),
    );
  }

  private users(workspace: string, actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Promise<UserView[]> {
    const { people, mail } = seesPeople(actor);
    return this.read(Prisma.sql`
      SELECT t.id, t.name, t.display_name AS "displayName", CASE WHEN ${mail} THEN t.email END AS email, t.disabled_at IS NOT NULL AS disabled,
        t.revision, t.created_at AS "createdAt"
      FROM user_account t WHERE t.workspace = ${workspace} AND ${people} AND ${where} ${tail}`);
  }

  private groups(workspace: string, actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Promise<GroupView[]> {
    return this.read(Prisma.sql`
      SELECT t.id, t.name, t.description, t.revision, t.created_at AS "createdAt"
      FROM user_group t WHERE t.workspace = ${workspace} AND ${seesPeople(actor).people} AND ${where} ${tail}`);
  }

  private accounts(workspace: string, actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Promise<ServiceAccountView[]> {
    return this.read(Prisma.sql`
      SELECT t.id, t.name, t.description, jsonb_build_object('id', o.id, 'name', o.name) AS owner, t.disabled_at IS NOT NULL AS disabled,
        t.revision, t.created_at AS "createdAt"
      FROM service_account t JOIN user_account o ON o.id = t.owner_id
      WHERE t.workspace = ${workspace} AND ${seesServiceAccount(actor)} AND ${where} ${tail}`);
  }

  private tokens(workspace: string, actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Promise<TokenView[]> {
    return this.read(Prisma.sql`
      SELECT t.id, t.name, t.prefix, jsonb_build_object('type', t.holder_type, 'id', t.holder_id, 'name', coalesce(u.name, s.name, '')) AS holder,
        t.role, t.patterns, t.created_at AS "createdAt", t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt", t.revoked_at AS "revokedAt",
        t.minted_with AS "mintedWith"
      FROM ${tokensSeen(actor)} t
      LEFT JOIN user_account u ON t.holder_type = 'user' AND u.id = t.holder_id
      LEFT JOIN service_account s ON t.holder_type = 'service_account' AND s.id = t.holder_id
      WHERE t.workspace = ${workspace} AND ${where} ${tail}`);
  }

  private bindings(workspace: string, actor: Actor, where: Prisma.Sql, tail: Prisma.Sql): Promise<RoleBindingView[]> {
    return this.read(Prisma.sql`
      SELECT t.id, jsonb_build_object('type', t.subject_type, 'id', t.subject_id, 'name', coalesce(u.name, g.name, s.name, '')) AS subject,
        t.role, t.pattern, t.created_at AS "createdAt"
      FROM ${bindingsSeen(actor)} t
      LEFT JOIN user_account u ON t.subject_type = 'user' AND u.id = t.subject_id
      LEFT JOIN user_group g ON t.subject_type = 'group' AND g.id = t.subject_id
      LEFT JOIN service_account s ON t.subject_type = 'service_account' AND s.id = t.subject_id
      WHERE t.workspace = ${workspace} AND ${where} ${tail}`);
  }

  private read<T>(query: Prisma.Sql): Promise<T[]> {
    return reading(() => this.database.client.$queryRaw<T[]>(query));
  }

  private async byName<T extends ByName>(
    scopeName: string,
    { limit, cursor }: PageRequest,
    filter: Prisma.Sql,
    read: (where: Prisma.Sql, tail: Prisma.Sql) => Promise<readonly T[]>,
  ): Promise<Page<T>> {
    const [name = ''] = cursor === undefined ? [] : this.cursors.decode(scopeName, cursor);
    const after = cursor === undefined ? Prisma.sql`true` : Prisma.sql`t.name > ${String(name)}`;
    const rows = await read(Prisma.sql`${filter} AND ${after}`, Prisma.sql`ORDER BY t.name LIMIT ${limit + 1}`);
    return this.page(scopeName, rows, limit, (last) => [last.name]);
  }

  private async newestFirst<T extends ByTime>(
    scopeName: string,
    { limit, cursor }: PageRequest,
    filter: Prisma.Sql,
    read: (where: Prisma.Sql, tail: Prisma.Sql) => Promise<readonly T[]>,
  ): Promise<Page<T>> {
    const [at = '', id = ''] = cursor === undefined ? [] : this.cursors.decode(scopeName, cursor);
    const after = cursor === undefined ? Prisma.sql`true` : Prisma.sql`(t.created_at, t.id) < (${String(at)}::timestamptz, ${String(id)})`;
    const rows = await read(Prisma.sql`${filter} AND ${after}`, Prisma.sql`ORDER BY t.created_at DESC, t.id DESC LIMIT ${limit + 1}`);
    return this.page(scopeName, rows, limit, (last) => [last.createdAt.toISOString(), last.id]);
  }

  private page<T>(scopeName: string, rows: readonly T[], limit: number, keyOf: (last: T) => readonly string[]): Page<T> {
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: rows.length > limit && last !== undefined ? this.cursors.encode(scopeName, keyOf(last)) : null };
  }
}

function scope(list: string, ...filters: readonly (string | undefined)[]): string {
  return `${list}:${JSON.stringify(filters.map((filter) => filter ?? null))}`;
}
