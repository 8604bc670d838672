import { Injectable } from '@nestjs/common';
import {
  ServiceAccountStore,
  type NewServiceAccount,
  type ServiceAccountChange,
  type StoredServiceAccount,
} from '#application/ports/service-account-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** Service accounts as they are stored. */
@Injectable()
export class PrismaServiceAccountStore extends ServiceAccountStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, workspace: string, account: NewServiceAccount, createdAt: Date): Promise<boolean> {
    const data = [{ ...account, workspace, createdAt }];
    return (await sqlOf(this.database, tx).serviceAccount.createMany({ data, skipDuplicates: true })).count === 1;
  }

  override find(tx: Transaction, workspace: string, id: string): Promise<StoredServiceAccount | null> {
    return sqlOf(this.database, tx).serviceAccount.findFirst({ where: { id, workspace } });
  }

  override async update(tx: Transaction, id: string, expectedRevision: number, change: ServiceAccountChange): Promise<boolean> {
    const changed = await sqlOf(this.database, tx).serviceAccount.updateMany({
      where: { id, revision: expectedRevision },
      data: { ...change, revision: { increment: 1 } },
    });
    return changed.count === 1;
  }

  override async delete(tx: Transaction, id: string): Promise<void> {
    await sqlOf(this.database, tx).serviceAccount.deleteMany({ where: { id } });
  }
}
