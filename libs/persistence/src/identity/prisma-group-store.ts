import { Injectable } from '@nestjs/common';
import { GroupStore, type GroupChange, type NewGroup, type StoredGroup } from '#application/ports/group-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** Groups and their members as they are stored. */
@Injectable()
export class PrismaGroupStore extends GroupStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, workspace: string, group: NewGroup, createdAt: Date): Promise<boolean> {
    const made = await sqlOf(this.database, tx).group.createMany({ data: [{ ...group, workspace, createdAt }], skipDuplicates: true });
    return made.count === 1;
  }

  override find(tx: Transaction, workspace: string, id: string): Promise<StoredGroup | null> {
    return sqlOf(this.database, tx).group.findFirst({ where: { id, workspace } });
  }

  override async update(tx: Transaction, id: string, expectedRevision: number, change: GroupChange): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).group.updateMany({
      where: { id, revision: expectedRevision },
      data: { ...change, revision: { increment: 1 } },
    });
    return changed.count === 1;
  }

  override async isNameTaken(tx: Transaction, workspace: string, name: string): Promise<boolean> {
    return (await sqlOf(this.database, tx).group.findFirst({ where: { workspace, name }, select: { id: true } })) !== null;
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.groupMember.deleteMany({ where: { groupId: id } });
    await sql.group.deleteMany({ where: { id } });
  }

  override async addMember(tx: Transaction, workspace: string, groupId: string, userId: string): Promise<boolean> {
    const made = await sqlOf(this.database, tx).groupMember.createMany({ data: [{ workspace, groupId, userId }], skipDuplicates: true });
    return made.count === 1;
  }

  override async removeMember(tx: Transaction, groupId: string, userId: string): Promise<boolean> {
    return (await sqlOf(this.database, tx).groupMember.deleteMany({ where: { groupId, userId } })).count === 1;
  }
}
