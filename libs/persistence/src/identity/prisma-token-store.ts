import { Injectable } from '@nestjs/common';
import type { HolderType } from '#application/ports/identity-store';
import { TokenStore, type NewApiToken, type StoredApiToken } from '#application/ports/token-store';
import type { Transaction } from '#application/ports/unit-of-work';
import { Database } from '../core/database.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** API tokens as they are stored: hash and public part only. */
@Injectable()
export class PrismaTokenStore extends TokenStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async insert(tx: Transaction, workspace: string, token: NewApiToken, createdAt: Date): Promise<boolean> {
    const { narrowing, ...row } = token;
    const data = [{ ...row, workspace, createdAt, role: narrowing.role ?? null, patterns: [...(narrowing.patterns ?? [])] }];
    return (await sqlOf(this.database, tx).apiToken.createMany({ data, skipDuplicates: true })).count === 1;
  }

  override async find(tx: Transaction, workspace: string, id: string): Promise<StoredApiToken | null> {
    const rows = await sqlOf(this.database, tx).$queryRaw<StoredApiToken[]>`
      SELECT t.id, t.name, t.prefix, t.holder_type AS "holderType", t.holder_id AS "holderId", s.owner_id AS "ownerId", t.revoked_at AS "revokedAt"
      FROM api_token t LEFT JOIN service_account s ON t.holder_type = 'service_account' AND s.id = t.holder_id
      WHERE t.id = ${id} AND t.workspace = ${workspace}`;
    return rows[0] ?? null;
  }

  override async revoke(tx: Transaction, id: string, at: Date): Promise<void> {
    await sqlOf(this.database, tx).apiToken.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: at } });
  }

  override async revokeAllOf(tx: Transaction, holderType: HolderType, holderId: string, at: Date): Promise<number> {
    const where = { holderType, holderId, revokedAt: null };
    return (await sqlOf(this.database, tx).apiToken.updateMany({ where, data: { revokedAt: at } })).count;
  }
}
