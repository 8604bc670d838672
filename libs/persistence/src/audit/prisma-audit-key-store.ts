import { Injectable } from '@nestjs/common';
import { AuditKeyStore, type AuditKeyRecord } from '#application/ports/audit-key-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { Retirement } from '#domain/audit/key-handover';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';

/** What v0.1.0 knows of the key, and compares at its boot. */
export const AUDIT_KEY_FACT = 'audit-key';

/** The audit keys on Postgres, whose triggers keep each of them as it was. */
@Injectable()
export class PrismaAuditKeyStore extends AuditKeyStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async signing(workspace: string): Promise<string | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ keyId: string }[]>`
        SELECT key_id AS "keyId" FROM audit_key WHERE workspace = ${workspace} AND retired_at IS NULL`,
    );
    return rows[0]?.keyId ?? null;
  }

  override list(workspace: string): Promise<readonly AuditKeyRecord[]> {
    return this.read(workspace);
  }

  override async hold(tx: Transaction, workspace: string): Promise<readonly AuditKeyRecord[]> {
    await sqlOf(this.database, tx)
      .$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('slipway.audit-key.' || ${workspace}::text, 0))`;
    const known = await this.read(workspace, tx);
    return known.length > 0 ? known : this.ofOlderRelease(tx, workspace);
  }

  override async handOver(
    tx: Transaction,
    workspace: string,
    change: { readonly from: string; readonly former: Retirement; readonly to: string; readonly publicKey: string; readonly at: Date },
  ): Promise<void> {
    const { from, former, to, publicKey, at } = change;
    const sql = sqlOf(this.database, tx);
    await sql.$executeRaw`UPDATE audit_key SET retired_at = ${at}, retired_for = ${former} WHERE workspace = ${workspace} AND key_id = ${from}`;
    await sql.$executeRaw`INSERT INTO audit_key (workspace, key_id, public_key, created_at) VALUES (${workspace}, ${to}, ${publicKey}, ${at})`;
    await sql.$executeRaw`UPDATE instance_fact SET value = ${to} WHERE workspace = ${workspace} AND key = ${AUDIT_KEY_FACT}`;
  }

  /** A database of v0.1.0, on which no process of this release has booted, knows the key by its id alone. */
  private async ofOlderRelease(tx: Transaction, workspace: string): Promise<readonly AuditKeyRecord[]> {
    const facts = await sqlOf(this.database, tx).$queryRaw<{ keyId: string }[]>`
      SELECT value AS "keyId" FROM instance_fact WHERE workspace = ${workspace} AND key = ${AUDIT_KEY_FACT}`;
    return facts.map(({ keyId }) => ({ keyId, publicKey: '', createdAt: new Date(0), retiredAt: null, retiredFor: null }));
  }

  private read(workspace: string, tx?: Transaction): Promise<readonly AuditKeyRecord[]> {
    return reading(
      () => sqlOf(this.database, tx).$queryRaw<AuditKeyRecord[]>`
        SELECT key_id AS "keyId", public_key AS "publicKey", created_at AS "createdAt", retired_at AS "retiredAt", retired_for AS "retiredFor"
        FROM audit_key WHERE workspace = ${workspace} ORDER BY retired_at DESC NULLS FIRST, created_at DESC`,
    );
  }
}
