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
    const { narrowing, mintedWith = null, ...row } = token;
    const data = [{ ...row, mintedWith, workspace, createdAt, role: narrowing.role ?? null, patterns: [...(narrowing.patterns ?? [])] }];
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

  override async holdGood(tx: Transaction, workspace: string, id: string): Promise<boolean> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ id: string }[]>`
      SELECT id FROM api_token
      WHERE id = ${id} AND workspace = ${workspace} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())
      FOR SHARE`;
    return rows.length === 1;
  }

  override async revokeMintedWith(tx: Transaction, id: string, at: Date): Promise<readonly string[]> {
    // Also through tokens that are revoked already: what a thief minted with them lives on. UNION ends should there ever be a circle.
    const rows = await sqlOf(this.database, tx).$queryRaw<{ id: string }[]>`
      WITH RECURSIVE minted AS (
        SELECT id FROM api_token WHERE minted_with = ${id}
        UNION
        SELECT t.id FROM api_token t JOIN minted m ON t.minted_with = m.id)
      UPDATE api_token SET revoked_at = ${at} WHERE id IN (SELECT id FROM minted) AND revoked_at IS NULL RETURNING id`;
    return rows.map((row) => row.id).sort();
  }

  override async revokeAllOf(tx: Transaction, holderType: HolderType, holderId: string, at: Date): Promise<number> {
    const where = { holderType, holderId, revokedAt: null };
    return (await sqlOf(this.database, tx).apiToken.updateMany({ where, data: { revokedAt: at } })).count;
  }
}
