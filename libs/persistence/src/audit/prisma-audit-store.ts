import { Injectable } from '@nestjs/common';
import { AuditStore, type AuditRecord, type SealedRecord, type SignedCheckpoint } from '#application/ports/audit-store';
import type { Transaction } from '#application/ports/unit-of-work';
import type { KnownHash, Seal } from '#domain/audit/audit-chain';
import type { JsonValue } from '#domain/audit/canonical-json';
import { Database } from '../core/database.js';
import { reading } from '../core/database-error.js';
import { sqlOf } from '../core/prisma-unit-of-work.js';
import { Prisma } from '../generated/client.js';

interface EntryRow {
  readonly id: string;
  readonly workspace: string;
  readonly at: Date;
  readonly actor: JsonValue;
  readonly actorId: string;
  readonly door: string;
  readonly client: string | null;
  readonly requestId: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly modelId: string | null;
  readonly model: string | null;
  readonly reason: string | null;
  readonly data: JsonValue;
}

/** Every column but the insertion counter: what is not sealed could be changed unseen. */
const ENTRY = Prisma.sql`e.id, e.workspace, e.at, e.actor, e.actor_id AS "actorId", e.door, e.client, e.request_id AS "requestId", e.action,
  e.outcome, e.object_type AS "objectType", e.object_id AS "objectId", e.model_id AS "modelId", e.model, e.reason, e.data`;

const CHECKPOINT = Prisma.sql`position::float8 AS position, hash, payload, signature, key_id AS "keyId", created_at AS "createdAt"`;

/** The audit log on Postgres, whose triggers refuse every update, delete and truncate. */
@Injectable()
export class PrismaAuditStore extends AuditStore {
  constructor(private readonly database: Database) {
    super();
  }

  override async hasUnsealed(workspace: string): Promise<boolean> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ any: boolean }[]>`
        SELECT EXISTS (SELECT FROM audit_unsealed WHERE workspace = ${workspace}) AS any`,
    );
    return rows[0]?.any === true;
  }

  override async sealingLag(workspace: string): Promise<number> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ lag: number }[]>`
        SELECT greatest(extract(epoch FROM clock_timestamp() - e.at), 0)::float8 AS lag
        FROM (SELECT entry_id FROM audit_unsealed WHERE workspace = ${workspace} ORDER BY ordinal LIMIT 1) u
        JOIN audit_entry e ON e.id = u.entry_id`,
    );
    return rows[0]?.lag ?? 0;
  }

  override async lockChain(tx: Transaction, workspace: string): Promise<boolean> {
    const rows = await sqlOf(this.database, tx).$queryRaw<{ locked: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended('slipway.audit-chain.' || ${workspace}::text, 0)) AS locked`;
    return rows[0]?.locked === true;
  }

  override async unsealed(tx: Transaction, workspace: string, limit: number): Promise<readonly AuditRecord[]> {
    const rows = await sqlOf(this.database, tx).$queryRaw<EntryRow[]>`
      SELECT ${ENTRY} FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id
      WHERE u.workspace = ${workspace} ORDER BY u.ordinal LIMIT ${limit}`;
    return rows.map(recordOf);
  }

  override async seal(tx: Transaction, workspace: string, seals: readonly (Seal & { readonly entryId: string })[]): Promise<void> {
    const sql = sqlOf(this.database, tx);
    await sql.$executeRaw`
      INSERT INTO audit_seal (workspace, position, entry_id, prev_hash, hash, sealed_at)
      SELECT ${workspace}, s.position, s."entryId", s."prevHash", s.hash, date_trunc('milliseconds', clock_timestamp())
      FROM jsonb_to_recordset(${JSON.stringify(seals)}::jsonb) AS s(position bigint, "entryId" text, "prevHash" text, hash text)`;
    await sql.$executeRaw`DELETE FROM audit_unsealed WHERE entry_id = ANY(${seals.map((seal) => seal.entryId)}::text[])`;
  }

  override async head(workspace: string, tx?: Transaction): Promise<KnownHash | null> {
    const rows = await reading(
      () => sqlOf(this.database, tx).$queryRaw<KnownHash[]>`
        SELECT position::float8 AS position, hash FROM audit_seal WHERE workspace = ${workspace} ORDER BY audit_seal.position DESC LIMIT 1`,
    );
    return rows[0] ?? null;
  }

  override async hashAt(workspace: string, position: number): Promise<string | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<{ hash: string }[]>`
        SELECT hash FROM audit_seal WHERE workspace = ${workspace} AND position = ${position}::bigint`,
    );
    return rows[0]?.hash ?? null;
  }

  override async sealed(workspace: string, from: number, limit: number): Promise<readonly SealedRecord[]> {
    const rows = await reading(
      // Left join: an entry that was taken away shows as a line whose hash does not fit, and not as the end of the log.
      () => this.database.slow.$queryRaw<(EntryRow & { position: number; prevHash: string; hash: string; entryId: string })[]>`
        SELECT s.position::float8 AS position, s.entry_id AS "entryId", s.prev_hash AS "prevHash", s.hash, ${ENTRY}
        FROM audit_seal s LEFT JOIN audit_entry e ON e.id = s.entry_id
        WHERE s.workspace = ${workspace} AND s.position >= ${from}::bigint ORDER BY s.position LIMIT ${limit}`,
    );
    return rows.map(({ position, prevHash, hash, entryId, ...row }) => ({
      position,
      prevHash,
      hash,
      entry: row.id === null ? { id: entryId } : recordOf(row),
    }));
  }

  override async newestCheckpoint(workspace: string, from = 1, to = Number.MAX_SAFE_INTEGER): Promise<SignedCheckpoint | null> {
    const rows = await reading(
      () => this.database.client.$queryRaw<SignedCheckpoint[]>`
        SELECT ${CHECKPOINT} FROM audit_checkpoint
        WHERE workspace = ${workspace} AND position BETWEEN ${from}::bigint AND ${to}::bigint
        ORDER BY audit_checkpoint.position DESC LIMIT 1`,
    );
    return rows[0] ?? null;
  }

  override async keepCheckpoint(workspace: string, checkpoint: SignedCheckpoint): Promise<void> {
    const { position, hash, payload, signature, keyId, createdAt } = checkpoint;
    await reading(
      () => this.database.client.$executeRaw`
        INSERT INTO audit_checkpoint (workspace, position, hash, payload, signature, key_id, created_at)
        VALUES (${workspace}, ${position}::bigint, ${hash}, ${payload}, ${signature}, ${keyId}, ${createdAt}) ON CONFLICT DO NOTHING`,
    );
  }
}

function recordOf(row: EntryRow): AuditRecord {
  return { ...row, at: row.at.toISOString() };
}
