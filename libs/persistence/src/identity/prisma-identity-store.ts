import { Injectable } from '@nestjs/common';
import { IdentityStore, type Holder, type HolderType, type SubjectType } from '#application/ports/identity-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';
import { bindingsOf, type BindingRow } from './binding-rows.js';

/** Enabled users `u` with the role admin on `*`, by a binding of their own or of a group that they are in. */
const ADMINISTRATORS = Prisma.sql`
  FROM user_account u
  WHERE u.disabled_at IS NULL AND EXISTS (
    SELECT 1 FROM role_binding b
    WHERE b.workspace = u.workspace AND b.role = 'admin' AND b.pattern = '*' AND (
      (b.subject_type = 'user' AND b.subject_id = u.id)
      OR (b.subject_type = 'group' AND b.subject_id IN (SELECT g.group_id FROM group_member g WHERE g.user_id = u.id))))`;

/** What the rules ask about all identities together. */
@Injectable()
export class PrismaIdentityStore extends IdentityStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async lock(tx: Transaction, workspace: string): Promise<void> {
    await sqlOf(this.database, tx).$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`slipway.identity.${workspace}`}, 0))`;
  }

  override async countAdministrators(tx: Transaction, workspace: string): Promise<number> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count ${ADMINISTRATORS} AND u.workspace = ${workspace}`;
    return rows[0]?.count ?? 0;
  }

  override async firstAdministrator(workspace: string): Promise<{ readonly id: string; readonly name: string } | null> {
    const rows = await reading(
      () =>
        this.database.client.$queryRaw<{ id: string; name: string }[]>`
          SELECT u.id, u.name ${ADMINISTRATORS} AND u.workspace = ${workspace} ORDER BY u.created_at, u.id LIMIT 1`,
    );
    return rows[0] ?? null;
  }

  override async findSubject(tx: Transaction, workspace: string, type: SubjectType, id: string): Promise<string | null> {
    const sql = sqlOf(this.database, tx);
    const where = { id, workspace };
    const select = { name: true };
    switch (type) {
      case 'user':
        return (await sql.user.findFirst({ where, select }))?.name ?? null;
      case 'group':
        return (await sql.group.findFirst({ where, select }))?.name ?? null;
      case 'service_account':
        return (await sql.serviceAccount.findFirst({ where, select }))?.name ?? null;
    }
  }

  override async findHolder(tx: Transaction, workspace: string, type: HolderType, id: string): Promise<Holder | null> {
    const holder =
      type === 'user'
        ? Prisma.sql`SELECT u.name, NULL AS "ownerId", u.disabled_at, u.workspace, u.id FROM user_account u`
        : Prisma.sql`SELECT s.name, s.owner_id AS "ownerId", s.disabled_at, s.workspace, s.id FROM service_account s`;
    const rows = await sqlOf(this.database, tx).$queryRaw<HolderRow[]>`
      SELECT h.name, h."ownerId", h.disabled_at IS NOT NULL AS disabled, ${bindingRowsOf(type)} AS bindings
      FROM (${holder}) h WHERE h.id = ${id} AND h.workspace = ${workspace}`;
    const [row] = rows;
    return row === undefined ? null : { ...row, type, id, bindings: bindingsOf(row.bindings) };
  }
}

interface HolderRow extends Omit<Holder, 'type' | 'id' | 'bindings'> {
  readonly bindings: readonly BindingRow[];
}

function bindingRowsOf(type: HolderType): Prisma.Sql {
  return Prisma.sql`coalesce((
    SELECT jsonb_agg(jsonb_build_object('role', b.role, 'pattern', b.pattern)) FROM role_binding b
    WHERE b.workspace = h.workspace AND (
      (b.subject_type = ${type} AND b.subject_id = h.id)
      OR (${type} = 'user' AND b.subject_type = 'group' AND b.subject_id IN (SELECT g.group_id FROM group_member g WHERE g.user_id = h.id)))), '[]')`;
}
