import { Injectable } from '@nestjs/common';
import { isRole, type Role } from '#domain/access/role';
import { SUBJECT_TYPES, type SubjectType } from '#application/ports/identity-store';
import { RoleBindingStore, type NewRoleBinding, type StoredRoleBinding } from '#application/ports/role-binding-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** Roles on patterns as they are stored. */
@Injectable()
export class PrismaRoleBindingStore extends RoleBindingStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, workspace: string, binding: NewRoleBinding, createdAt: Date): Promise<boolean> {
    const data = [{ ...binding, workspace, createdAt }];
    return (await sqlOf(this.database, tx).roleBinding.createMany({ data, skipDuplicates: true })).count === 1;
  }

  override async find(tx: Transaction, workspace: string, id: string): Promise<StoredRoleBinding | null> {
    const row = await sqlOf(this.database, tx).roleBinding.findFirst({ where: { id, workspace } });
    return row === null ? null : stored(row);
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await sqlOf(this.database, tx).roleBinding.deleteMany({ where: { id } });
  }

  override async deleteAllOf(tx: Transaction, subjectType: SubjectType, subjectId: string): Promise<readonly StoredRoleBinding[]> {
    const sql = sqlOf(this.database, tx);
    const rows = await sql.roleBinding.findMany({ where: { subjectType, subjectId }, orderBy: { id: 'asc' } });
    await sql.roleBinding.deleteMany({ where: { subjectType, subjectId } });
    return rows.map(stored);
  }

  override async hasAdministrator(tx: Transaction, workspace: string): Promise<boolean> {
    const where = { workspace, role: 'admin' satisfies Role, pattern: '*' };
    return (await sqlOf(this.database, tx).roleBinding.findFirst({ where, select: { id: true } })) !== null;
  }
}

interface Row {
  readonly id: string;
  readonly subjectType: string;
  readonly subjectId: string;
  readonly role: string;
  readonly pattern: string;
}

function stored({ id, subjectType, subjectId, role, pattern }: Row): StoredRoleBinding {
  const type = SUBJECT_TYPES.find((known) => known === subjectType);
  if (type === undefined || !isRole(role)) throw new Error(`role binding ${id} has a role or subject that this version does not know`);
  return { id, subjectType: type, subjectId, role, pattern };
}
