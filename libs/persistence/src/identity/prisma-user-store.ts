import { Injectable } from '@nestjs/common';
import type { Transaction } from '#application/ports/unit-of-work';
import { UserStore, type NewUser, type StoredUser, type UserChange } from '#application/ports/user-store';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** Users as they are stored. */
@Injectable()
export class PrismaUserStore extends UserStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, workspace: string, user: NewUser, createdAt: Date): Promise<boolean> {
    const made = await sqlOf(this.database, tx).user.createMany({ data: [{ ...user, workspace, createdAt }], skipDuplicates: true });
    return made.count === 1;
  }

  override find(tx: Transaction, workspace: string, id: string): Promise<StoredUser | null> {
    return sqlOf(this.database, tx).user.findFirst({ where: { id, workspace } });
  }

  override findByName(tx: Transaction, workspace: string, name: string): Promise<StoredUser | null> {
    return sqlOf(this.database, tx).user.findFirst({ where: { name, workspace } });
  }

  override async update(tx: Transaction, id: string, expectedRevision: number, change: UserChange): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).user.updateMany({
      where: { id, revision: expectedRevision },
      data: { ...change, revision: { increment: 1 } },
    });
    return changed.count === 1;
  }
}
